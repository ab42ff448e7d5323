export interface Shape {
  //             ^ interface Shape exported
  area(): number;
  // <- method area in Shape exported
}

type Id = string | number;
//   ^ type Id

export enum Colour {
  //        ^ enum Colour exported
  Red,
  // <- field Red in Colour exported
}

namespace Inner {
  //      ^ namespace Inner
  export const depth = 1;
  //           ^ variable depth in Inner
}
