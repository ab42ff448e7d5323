import { Box } from "./box.js";
// ^ import ./box.js

type Limit = Box;
//   ^ type Limit
//           ^ use import Box

const Limit = 3;
//    ^ variable Limit

export function open<Box>(box: Box, limit: Limit): typeof Limit {
  //            ^ function open exported
  //                           ^ use local Box
  //                                       ^ use definition Limit
  //                                                      ^ use definition Limit
  class Inner {
    // <- class Inner in open
    limit: Limit = Limit;
    // <- field limit in open.Inner
    //     ^ use definition Limit
    //             ^ use definition Limit
  }
  return new Inner().limit;
  //                 ^ member limit
}
