import { limit, type Shape } from "./shop.js";
// ^ import ./shop.js

export function total(items: Shape[], limit: number): number {
  //            ^ function total exported
  //                         ^ use import Shape
  return items.length + limit + later;
  //     ^ use local items
  //           ^ member length
  //                    ^ use local limit
  //                            ^ use local later
  var later = 1;
}

export function area({ width, size: { height } }: Shape, ...rest: number[]): number {
  //            ^ function area exported
  const [first, ...others] = rest;
  //                         ^ use local rest
  for (const limit of others) console.log(limit);
  //                                      ^ use local limit
  return width * height + first + limit + total([], 1);
  //     ^ use local width
  //                              ^ use import limit
  //                                      ^ use definition total
}
