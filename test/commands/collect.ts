import { Writable } from "node:stream";
import type { Face } from "../../src/commands/face.js";
import type { Output } from "../../src/output/pipe.js";

export interface Collected {
  face: Face;
  out: () => string;
  err: () => string;
}

/** A face that writes into memory. `tty` makes its stderr a terminal of 80 columns. */
export function collect(options: Partial<Face> & { tty?: boolean } = {}): Collected {
  const { tty = false, ...rest } = options;
  const [stdout, stderr] = [sink(), sink()];
  Object.assign(stderr.stream, { isTTY: tty, columns: 80 });
  const face: Face = {
    json: false,
    quiet: false,
    color: false,
    signal: new AbortController().signal,
    stdout: stdout.stream,
    stderr: stderr.stream,
    ...rest,
  };
  return { face, out: stdout.text, err: stderr.text };
}

function sink(): { stream: Output; text: () => string } {
  let all = "";
  const stream = new Writable({
    write(chunk, _encoding, done) {
      all += chunk;
      done();
    },
  });
  return { stream, text: () => all };
}
