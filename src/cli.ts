import { Command, CommanderError } from "commander";
import { commands } from "./commands/all.js";
import { V4Error } from "./errors.js";
import { version } from "./places.js";

async function main(): Promise<number> {
  const program = new Command("v4")
    .description("Answers questions about a whole repository with a model that runs on your own machine.")
    .version(version, "-V, --version", "print the version")
    .option("--cwd <dir>", "work on the repository that holds this folder (default: here)")
    .option("--json", "print one JSON document on standard output")
    .option("--quiet", "only the result, no progress or remarks")
    .option("--no-color", "plain text; NO_COLOR does the same")
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, "v4: ")) })
    .addHelpText(
      "after",
      '\nExample:\n  v4 ask "Where are passwords checked?"\n\nExit status: 0 nothing to report, 1 findings, 2 it could not do its work.',
    );
  const called = process.argv.slice(2).find((word, i, all) => !word.startsWith("-") && all[i - 1] !== "--cwd");
  for (const [name, { summary, load }] of Object.entries(commands)) {
    if (name === called) program.addCommand(inherit(await load()));
    else program.command(name, { hidden: false }).summary(summary).description(summary);
  }
  try {
    await program.parseAsync();
    return process.exitCode === undefined ? 0 : Number(process.exitCode);
  } catch (error) {
    return statusOf(error);
  }
}

/** Global options may stand behind the command too, as in `v4 ask --json "…"`; commander needs them declared there. */
function inherit(command: Command): Command {
  command
    .option("--cwd <dir>", "work on the repository that holds this folder (default: here)")
    .option("--json", "print one JSON document on standard output")
    .option("--quiet", "only the result, no progress or remarks")
    .option("--no-color", "plain text; NO_COLOR does the same")
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, "v4: ")) });
  for (const child of command.commands) inherit(child);
  return command;
}

function statusOf(error: unknown): number {
  if (error instanceof V4Error) {
    // Ctrl-C needs no banner.
    if (error.code !== "cancelled") process.stderr.write(`v4: ${error.message}; ${error.advice}\n`);
    return error.status;
  }
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if ((error as NodeJS.ErrnoException)?.code === "EPIPE") return 0;
  process.stderr.write(`v4: this is a fault in v4, please report it: ${String((error as Error)?.message ?? error)}\n`);
  if (process.env.V4_DEBUG) process.stderr.write(`${(error as Error)?.stack}\n`);
  return 2;
}

process.exitCode = await main();
