/** The first bytes of a stream as text, and how many there were. */
export interface Kept {
  text: string;
  bytes: number;
}

/** Keeps the first `most` bytes of a stream and counts the rest; the stream is always read on, or the program would wait. */
export function keepStart(stream: NodeJS.ReadableStream, most: number): () => Kept {
  const pieces: Buffer[] = [];
  let bytes = 0;
  stream.on("data", (piece: Buffer) => {
    if (bytes < most) pieces.push(piece.subarray(0, most - bytes));
    bytes += piece.length;
  });
  stream.on("error", () => {});
  return () => ({ text: Buffer.concat(pieces).toString("utf8"), bytes });
}
