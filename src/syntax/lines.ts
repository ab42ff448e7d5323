/** Offsets of the line starts of a text. `\r\n` and `\n` end a line, as in editors; a lone `\r` does not. */
export type LineTable = Uint32Array;

export function lineTable(text: string): LineTable {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return Uint32Array.from(starts);
}

/** The line (from 1) that holds an offset. */
export function lineAt(table: LineTable, offset: number): number {
  let low = 0;
  let high = table.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (table[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}
