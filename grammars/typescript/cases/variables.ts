export const limit = 30;
//           ^ variable limit exported
let open = false;
//  ^ variable open exported
var a = 1, b = 2;
//  ^ variable a
//         ^ variable b
export { open as isOpen };
