/** Where a face writes; `closed` turns true when the reader at the other end has gone (`v4 ask … | head -1`). */
export interface Pipe {
  write(text: string): Promise<void>;
  readonly closed: boolean;
}

/** What a face needs of a stream; `process.stdout` and a test's collector are both one. */
export type Output = NodeJS.WritableStream & { isTTY?: boolean; columns?: number; rows?: number };

/**
 * A stream that stays quiet when its reader goes away: what is written afterwards vanishes. Any other failure to write
 * (a full disk) rejects. Each write is awaited, so that nothing is lost when the process ends.
 */
export function openPipe(stream: Output): Pipe {
  let closed = false;
  const gone = (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE" || error.code === "ERR_STREAM_DESTROYED") closed = true;
  };
  // Without a listener a closed pipe ends the process with a stack trace. It stays: the error can come after the last write.
  stream.on("error", gone);
  return {
    get closed() {
      return closed;
    },
    write(text) {
      if (closed || text === "") return Promise.resolve();
      return new Promise((resolve, reject) => {
        stream.write(text, (error?: NodeJS.ErrnoException | null) => {
          if (error) gone(error);
          if (error && !closed) reject(error);
          else resolve();
        });
      });
    },
  };
}
