import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { text as readAll } from "node:stream/consumers";
import { stripVTControlCharacters } from "node:util";
import { Command } from "commander";
import { fail } from "../errors.js";
import { cleanLine } from "../output/clean.js";
import { openPipe } from "../output/pipe.js";
import { type Face, type GlobalOptions, processFace } from "./face.js";
import { openIndex } from "./open-index.js";

interface DebugOptions extends GlobalOptions {
  log?: string;
  textFile?: string;
}

/** `v4 debug`, to be added to the program. */
export function debugCommand(): Command {
  return new Command("debug")
    .description("where the cause of a failure may sit, from an issue's words or a test's output")
    .argument("[words...]", "what goes wrong; without it, standard input")
    .option("--log <file>", "the output of a failed run")
    .option("--text-file <file>", "an issue's text")
    .option("--no-model", "suspects only; nothing else is made yet")
    .action(async (words: string[], _options, command: Command) => {
      const options = command.optsWithGlobals<DebugOptions>();
      const cwd = options.cwd ?? process.cwd();
      const text = stripVTControlCharacters(await failureText(words, options, cwd));
      if (text.trim() === "") throw fail("no-failure");
      process.exitCode = await debug(text, cwd, processFace(options));
    })
    .addHelpText(
      "after",
      `
Suspects by the words of the text and the places that it names, best first. No model is asked and nothing is run.

Examples:
  v4 debug "the cookie is sent twice after a redirect"
  npm test 2>&1 | v4 debug
  v4 debug --log ci.log --json | jq -r '.suspects[0].file'

Exit status: 0 no suspect, 1 there are suspects, 2 it could not do its work.`,
    );
}

async function failureText(words: string[], options: DebugOptions, cwd: string): Promise<string> {
  const refuse = (option: string, reason: string) => fail("bad-option", { option, reason, command: "debug" });
  // Commander drops the mark, and the words of a command would be searched for as if they told what goes wrong.
  if (process.argv.includes("--")) {
    throw refuse("--", "no command is run yet: send its output on standard input, as `npm test 2>&1 | v4 debug`");
  }
  const file = options.log ?? options.textFile;
  const given = [options.log, options.textFile, words[0]].filter((one) => one !== undefined);
  if (given.length > 1) throw refuse("--log, --text-file, words", "only one of them can be given");
  if (file !== undefined) {
    const option = options.log === undefined ? "--text-file" : "--log";
    return readFile(resolve(cwd, file), "utf8").catch((error: Error) => {
      throw refuse(option, error.message);
    });
  }
  if (words.length > 0) return words.join(" ");
  return process.stdin.isTTY ? "" : readAll(process.stdin);
}

/** Prints the suspects; gives the exit status. */
async function debug(text: string, cwd: string, face: Face): Promise<number> {
  const index = await openIndex(cwd, face);
  try {
    const { framesOf, suspects } = await import("../questions/suspects.js");
    const found = await suspects(index, text);
    const out = openPipe(face.stdout);
    if (face.json) {
      const { debugDocument } = await import("../output/contract.js");
      const { safeJson } = await import("../output/safe-json.js");
      const frames = framesOf(index.files, text);
      const failure = frames.length > 0 ? { frames } : null;
      const document = { suspects: found, failure, diagnosis: null, patch: null, verified: null };
      await out.write(`${safeJson(debugDocument.parse(document))}\n`);
    } else {
      for (const { file, startLine, endLine, symbol, evidence } of found.slice(0, 10)) {
        await out.write(`${cleanLine(`${file}:${startLine}-${endLine}  ${symbol}`)}\n`);
        await out.write(`    ${cleanLine(evidence.join("; "))}\n`);
      }
    }
    return found.length > 0 ? 1 : 0;
  } finally {
    await index.close();
  }
}
