import { Command, InvalidArgumentError } from "commander";
import { fail } from "../errors.js";
import { type ModelRow, modelRow } from "../model/catalogue.js";
import { fitModels, readMachine, suggest } from "../model/fit.js";
import {
  chooseModel,
  chosenModel,
  installedModels,
  isInstalled,
  modelPath,
  partialBytes,
  removeModel,
} from "../model/installed.js";
import type { GpuLayers } from "../model/load.js";
import { pull } from "../model/pull.js";
import { bytes } from "../output/figures.js";
import { modelFolder } from "../places.js";
import { type Face, type GlobalOptions, printAside, printResult, processFace } from "./face.js";
import {
  fitDocument,
  fitLines,
  infoDocument,
  infoLines,
  type Listed,
  listDocument,
  listLines,
} from "./model-tables.js";
import { pullSummary, showPull } from "./pull-progress.js";

/** `v4 model …`, to be added to the program. */
export function modelCommand(): Command {
  const model = new Command("model").description("see, fetch, choose and remove the models that run on this machine");
  const face = (command: Command) => processFace(command.optsWithGlobals<GlobalOptions>());
  model
    .command("list")
    .alias("ls")
    .description("every model v4 knows, what is here and what is in use")
    .action(async (_options, command: Command) => modelList(face(command)));
  model
    .command("pull")
    .argument("[id]", "id from `v4 model list`; without it the model in use")
    .description("fetch a model once; an interrupted fetch continues where it stopped")
    .action(async (id: string | undefined, _options, command: Command) => modelPull(id, face(command)));
  model
    .command("use")
    .argument("<id or path>", "id from `v4 model list`, or the path of any .gguf file")
    .description("choose the model that is used without --model")
    .action(async (id: string, _options, command: Command) => modelUse(id, face(command)));
  model
    .command("rm")
    .argument("<id>", "id from `v4 model list`")
    .description("delete the file of a model, or what an interrupted fetch of it left")
    .action(async (id: string, _options, command: Command) => modelRemove(id, face(command)));
  model
    .command("info")
    .argument("[id or path]", "id from `v4 model list`, or the path of any .gguf file; without it the model in use")
    .description("all that is known about one model")
    .action(async (id: string | undefined, _options, command: Command) => modelInfo(id, face(command)));
  model
    .command("fit")
    .argument("[ids or paths...]", "only these models; without any the whole catalogue")
    .option("--gpu-layers <N>", "layers to put on the GPU (default: as many as fit)", wholeNumber)
    .description("which models fit this machine: memory, context, GPU layers")
    .action(async (ids: string[], options: { gpuLayers?: number }, command: Command) =>
      modelFit(ids, options.gpuLayers ?? "auto", face(command)),
    );
  return model.addHelpText(
    "after",
    `
Examples:
  v4 model fit                                   what fits here, before anything is fetched
  v4 model pull                                  fetch the model in use (the default at first)
  v4 model use qwen2.5-coder-0.5b-instruct       take a smaller one from now on
  v4 model use ~/models/some-model.gguf          or any model file
  v4 model list --json                           for programs

Model files are kept in ${modelFolder} (V4_MODELS changes that).`,
  );
}

export async function modelList(face: Face): Promise<void> {
  const { rows, others } = await installedModels();
  const inUse = await chosenModel();
  const listed: Listed = { here: rows, others, inUse, partial: new Map() };
  const { catalogue } = await import("../model/catalogue.js");
  for (const row of catalogue()) listed.partial.set(row.id, await partialBytes(row));
  await printResult(face, listDocument(listed), () => listLines(listed, face.color));
}

export async function modelPull(id: string | undefined, face: Face): Promise<void> {
  const row = await modelRow(id ?? (await chosenModel()));
  const started = performance.now();
  const done = await showPull(pull(row, { signal: face.signal }), face, row.id);
  const milliseconds = Math.round(performance.now() - started);
  const { path, bytes: size, sha256, fetched } = done;
  await printResult(face, { id: row.id, path, bytes: size, sha256, fetched, milliseconds }, () =>
    [pullSummary(done, milliseconds)].concat(
      row.ran || row.path ? [] : ["v4 was never run with this model: its answers may need other settings"],
    ),
  );
}

export async function modelUse(id: string, face: Face): Promise<void> {
  const row = await chooseModel(id);
  const installed = await isInstalled(row);
  await printResult(face, { id: row.id, installed }, () => [`In use from now on: ${row.id}`]);
  if (!installed)
    await printAside(face, `It is not on this machine yet: fetch it with \`v4 model pull\` (${bytes(row.bytes)})`);
}

export async function modelRemove(id: string, face: Face): Promise<void> {
  const row = await modelRow(id);
  // A file of the user's own is never deleted, only what v4 fetched.
  if (row.path)
    throw fail("bad-option", { option: id, reason: "only models of the catalogue are removed", command: "model rm" });
  const freed = await removeModel(row);
  await printResult(face, { id: row.id, freedBytes: freed }, () => [
    freed > 0 ? `Removed ${row.id}: ${bytes(freed)} are free again` : `${row.id} was not on this machine`,
  ]);
  if ((await chosenModel()) === row.id)
    await printAside(face, "It is still the model in use: the next question fetches it again");
}

export async function modelInfo(id: string | undefined, face: Face): Promise<void> {
  const row = await modelRow(id ?? (await chosenModel()));
  const state = { installed: await isInstalled(row), path: modelPath(row), inUse: (await chosenModel()) === row.id };
  await printResult(face, infoDocument(row, state), () => infoLines(row, state, face.color));
}

export async function modelFit(ids: string[], gpuLayers: GpuLayers, face: Face): Promise<void> {
  const rows: ModelRow[] = [];
  for (const id of ids) rows.push(await modelRow(id));
  const machine = await readMachine();
  const fits = await fitModels(machine, { gpuLayers, ...(rows.length > 0 && { rows }) });
  const advice = suggest(fits);
  await printResult(face, fitDocument(machine, fits, advice), () => fitLines(machine, fits, advice, face.color));
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("give a whole number, 0 for none.");
  return Number(text);
}
