import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { languageNamed } from "../../src/sandbox/language.js";
import { runProgram } from "../../src/sandbox/run.js";
import { findToolchain } from "../../src/sandbox/toolchain.js";

const pairs = 40;

/** `npm run bench -- sandbox`: what the box adds to a Python program that does nothing, in turns with the bare command. */
export default async function sandbox(): Promise<void> {
  const language = languageNamed("python");
  const code = "pass\n";
  const times = { boxed: [] as number[], bare: [] as number[] };
  const timed = async (into: number[], run: () => Promise<unknown>) => {
    const began = performance.now();
    await run();
    into.push(performance.now() - began);
  };
  const bareCommand = promisify(execFile);
  const python = `${(await findToolchain(language)).root}/bin/python3`;
  await runProgram({ language, code });
  for (let i = 0; i < pairs; i++) {
    await timed(times.boxed, () => runProgram({ language, code }));
    await timed(times.bare, () => bareCommand(python, ["-c", code]));
  }
  const [boxed, bare] = [median(times.boxed), median(times.bare)];
  console.log(`as ${process.getuid?.() === 0 ? "root" : "an ordinary user"}, median of ${pairs} in turns`);
  console.log(
    `bare ${bare.toFixed(1)} ms, in the box ${boxed.toFixed(1)} ms: +${(boxed - bare).toFixed(1)} ms, ${(boxed / bare).toFixed(2)} times`,
  );
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
