import { text as readAll } from "node:stream/consumers";
import { Command, InvalidArgumentError } from "commander";
import { fail } from "../errors.js";
import { clean } from "../output/clean.js";
import { openPipe } from "../output/pipe.js";
import type { AskPrompt } from "../prompt/ask.js";
import { openRepository } from "../repo/open.js";
import { type AskOptions, ask } from "./ask-run.js";
import { type Face, type GlobalOptions, processFace } from "./face.js";

interface Options extends GlobalOptions {
  model: string | boolean;
  maxWait: number;
  file: string[];
  showPrompt?: boolean;
  gpuLayers?: number;
}

/** `v4 ask`, to be added to the program. */
export function askCommand(): Command {
  const several = (value: string, before: string[]) => [...before, value];
  return new Command("ask")
    .description("answer a question about the repository, with every place it cites checked")
    .argument("[question...]", "the question; without it, standard input")
    .option("--model <id or path>", "use this model instead of the one in use")
    .option("--no-model", "only the ranked evidence; no model is loaded")
    .option(
      "--max-wait <seconds>",
      "longest wait for the first word on a cold start; sets how much is read",
      seconds,
      30,
    )
    .option("--file <path>", "send this file in full; can be given several times", several, [])
    .option("--gpu-layers <n>", "layers to put on the GPU (default: as many as fit)", wholeNumber)
    .option("--show-prompt", "print the prompt that would be sent, and stop")
    .action(async (words: string[], _options, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      await runAsk(words, options, processFace(options));
    })
    .addHelpText(
      "after",
      `
The evidence comes from the code itself and is shown at once; the model then reads the best of it and explains.
A citation is checked: the model was shown that line, and the file has it. A question mark stands behind one that was not.

Examples:
  v4 ask "Where is the session cookie signed?"
  v4 ask --cwd ../other "How are retries limited?"      another repository
  v4 ask --no-model "parse the config file"             the evidence alone, at once
  v4 ask --file src/retry.ts "Can this loop forever?"   with a file in full
  git log -1 --format=%B | v4 ask                       the question from standard input
  v4 ask --json "Who calls resolve?" | jq .answer       for programs`,
    );
}

async function runAsk(words: string[], options: Options, face: Face): Promise<void> {
  const question = words.length > 0 ? words.join(" ") : process.stdin.isTTY ? "" : await readAll(process.stdin);
  if (question.trim() === "") throw fail("no-question");
  const cwd = options.cwd ?? process.cwd();
  const prompts: AskPrompt[] = [];
  const repository = await openRepository(cwd);
  const run: AskOptions = {
    question: question.trim(),
    repository,
    cwd,
    maxWait: options.maxWait,
    files: options.file,
    model: typeof options.model === "string" ? options.model : undefined,
    gpuLayers: options.gpuLayers ?? "auto",
    useModel: options.model !== false,
    onPrompt: options.showPrompt ? (prompt) => prompts.push(prompt) : undefined,
    signal: face.signal,
  };
  if (options.showPrompt && !run.useModel) {
    throw fail("bad-option", { option: "--show-prompt", reason: "without a model there is no prompt", command: "ask" });
  }
  const render = await faceFor(face, options);
  await render(ask(run), { root: repository.root, stdout: face.stdout, stderr: face.stderr, quiet: face.quiet });
  for (const { system, user } of prompts) await openPipe(face.stdout).write(clean(`${system}\n\n${user}\n`));
}

/** JSON for programs, ink for a terminal that wants colours, plain text for everything else. Ink costs 270 ms to import. */
async function faceFor(face: Face, options: Options) {
  if (face.json && !options.showPrompt) return (await import("../output/json.js")).renderJson;
  if (face.color && !face.quiet && !options.showPrompt) return (await import("../terminal/ask.js")).renderTerminal;
  return (await import("../output/text.js")).renderText;
}

function seconds(value: string): number {
  const number = Number(value);
  if (!(number > 0)) throw new InvalidArgumentError("a number of seconds above 0 is needed.");
  return number;
}

function wholeNumber(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0) throw new InvalidArgumentError("a whole number from 0 up is needed.");
  return number;
}
