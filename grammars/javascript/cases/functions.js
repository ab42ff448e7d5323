export const half = (value) => value / 2;
//           ^ function half exported

export default class Door {}
//                   ^ class Door exported

const handlers = {
  //  ^ variable handlers
  open: () => 1,
  //<- method open in handlers
};
