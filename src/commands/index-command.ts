import { Command } from "commander";
import { type Face, type GlobalOptions, printResult, processFace } from "./face.js";
import { openIndex } from "./open-index.js";

/** `v4 index`, to be added to the program. */
export function indexCommand(): Command {
  return new Command("index")
    .description("read every file that changed since the last time; the other commands do it by themselves")
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      await index(options.cwd ?? process.cwd(), processFace(options));
    })
    .addHelpText(
      "after",
      `
Examples:
  v4 index                  bring the index of this repository up to date
  v4 index --cwd ../other   of another one
  v4 index --json           figures for programs

What is read is kept in the user's cache folder, by content: another branch costs only what is new in it.
\`v4 cache\` shows how much room that takes.`,
    );
}

/** Brings the index up to date and tells what that took. */
async function index(cwd: string, face: Face): Promise<void> {
  const started = performance.now();
  const made = await openIndex(cwd, face);
  await made.close();
  const { folderSize } = await import("./folder-size.js");
  const { storeFolder } = await import("../store/layout.js");
  const { bytes, count, duration } = await import("../output/figures.js");
  const document = {
    root: made.repository.root,
    files: made.files.length,
    parsed: made.parsed,
    unread: made.unread.length,
    milliseconds: Math.round(performance.now() - started),
    bytes: await folderSize(storeFolder(made.repository.root)),
  };
  await printResult(face, document, () => [
    [
      `${count(document.files)} files`,
      document.parsed === 0 ? "nothing changed" : `${count(document.parsed)} parsed`,
      ...(document.unread > 0 ? [`${count(document.unread)} by name only`] : []),
      duration(document.milliseconds),
      `index ${bytes(document.bytes)}`,
    ].join(" · "),
  ]);
}
