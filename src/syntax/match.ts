/** A query match as plain data, the same from the native binding and from WebAssembly. Lines and columns start at 1. */
export interface Capture {
  /** Name in the query without `@`, such as "definition.function". */
  name: string;
  text: string;
  /** Offsets in UTF-16 code units, end exclusive. */
  startIndex: number;
  endIndex: number;
  startLine: number;
  startColumn: number;
  endLine: number;
}

export interface Match {
  /** Index of the pattern within the language's queries. */
  pattern: number;
  captures: Capture[];
}
