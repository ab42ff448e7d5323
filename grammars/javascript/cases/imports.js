import door, { open as openDoor } from "./door.js";
// ^ import ./door.js
export { close } from "./close.js";
// ^ reexport ./close.js
/** @type {import("./types.js").Shape} */
// ^ type ./types.js
let shape;
//  ^ variable shape
