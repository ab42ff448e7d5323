export function budgetFor(speed: number): number {
  //            ^ function budgetFor exported
  const local = speed;
  return local;
}

const half = (value: number) => value / 2;
//    ^ function half

export const double = function (value: number) {
  //         ^ function double exported
  return value * 2;
};

export default async function run() {}
//                            ^ function run exported

function* count() {
  //      ^ function count
  yield 1;
}

export function parse(text: string): void;
//              ^ function parse exported
export function parse(text: number): void;
//              ^ function parse exported
export function parse() {}
//              ^ function parse exported
