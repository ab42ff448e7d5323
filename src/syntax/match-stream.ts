/**
 * Matches one behind the other, each as pattern, number of captures, then capture and node in turn for each of them. `capture` is
 * an index into the query's `captureNames`, `node` one into the tree.
 */
export interface MatchStream {
  data: Int32Array;
  length: number;
}

/** Makes room for `more` numbers behind those that are there. */
export function grow(stream: MatchStream, more: number): void {
  const grown = new Int32Array(Math.max(stream.data.length * 2, stream.length + more));
  grown.set(stream.data.subarray(0, stream.length));
  stream.data = grown;
}
