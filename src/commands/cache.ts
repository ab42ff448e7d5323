import { rm } from "node:fs/promises";
import { join } from "node:path";
import { Command } from "commander";
import { memoryFolder } from "../memory/keep.js";
import { PrefixStore, prefixFolder } from "../model/prefix.js";
import { listSpeeds, millisecondsFor, speedFolder } from "../model/speed.js";
import { bytes, count } from "../output/figures.js";
import { cacheFolder } from "../places.js";
import { type Face, type GlobalOptions, printResult, processFace } from "./face.js";
import { folderSize } from "./folder-size.js";
import { table } from "./table.js";

/** `v4 cache …`, to be added to the program. */
export function cacheCommand(): Command {
  const cache = new Command("cache")
    .description("what v4 keeps to be faster the next time; all of it can be deleted")
    .action(async (_options, command: Command) => showCache(processFace(command.optsWithGlobals<GlobalOptions>())));
  cache
    .command("clear")
    .description(
      "delete what is kept; without an option the prompts and the index, not the measured speeds nor what names taught",
    )
    .option("--prefixes", "only prompts that a model has read")
    .option("--index", "only what was read off repositories")
    .option("--all", "everything, the measured speeds and what names taught too")
    .action(async (options: ClearOptions, command: Command) =>
      clearCache(options, processFace(command.optsWithGlobals<GlobalOptions>())),
    );
  return cache.addHelpText(
    "after",
    `
Examples:
  v4 cache                       what is kept, and how much room it takes
  v4 cache clear --prefixes      forget the prompts that models have read (the next answer starts slower)
  v4 cache --json                for programs

All of it is in ${cacheFolder} (V4_CACHE changes that).
Prompts are kept up to 2 GB, the least recently used go first (V4_CACHE_QUOTA=500M changes that, 0 keeps none).`,
  );
}

interface ClearOptions {
  prefixes?: boolean;
  index?: boolean;
  all?: boolean;
}

const indexFolder = join(cacheFolder, "index");

async function showCache(face: Face): Promise<void> {
  const store = new PrefixStore();
  const document = {
    folder: cacheFolder,
    index: { bytes: await folderSize(indexFolder) },
    names: { bytes: await folderSize(memoryFolder) },
    prefixes: {
      bytes: await folderSize(prefixFolder),
      quota: store.quota,
      entries: (await store.list()).map((entry) => ({
        model: entry.model,
        tokens: entry.tokens.length,
        bytes: entry.bytes,
        lastUse: new Date(entry.lastUse).toISOString(),
      })),
    },
    speeds: (await listSpeeds()).map((speed) => ({
      model: speed.model,
      cpu: speed.cpu,
      gpuLayers: speed.gpuLayers,
      prefillTokensPerSecond: round(2_000_000 / millisecondsFor(speed, 2000, 0)),
      decodeTokensPerSecond: speed.decode === null ? null : round(1000 / speed.decode),
    })),
  };
  await printResult(face, document, () => lines(document));
}

function lines({ folder, index, names, prefixes, speeds }: CacheDocument): string[] {
  const rows = prefixes.entries.map((entry) => [
    `  ${entry.model}`,
    `${count(entry.tokens)} tokens`,
    bytes(entry.bytes),
    entry.lastUse.slice(0, 16).replace("T", " "),
  ]);
  const measured = speeds.map((speed) => [
    `  ${speed.model}`,
    `reads ${count(speed.prefillTokensPerSecond)} tokens/s`,
    speed.decodeTokensPerSecond === null ? "" : `writes ${speed.decodeTokensPerSecond} tokens/s`,
    speed.cpu,
  ]);
  return [
    folder,
    `index of repositories: ${bytes(index.bytes)}`,
    `what names taught: ${bytes(names.bytes)}`,
    `prompts read by models: ${bytes(prefixes.bytes)} of ${bytes(prefixes.quota)}${rows.length > 0 ? ", last used (UTC)" : ""}`,
    ...table(rows, [1, 2]),
    `measured speeds: ${speeds.length === 0 ? "none" : ""}`.trimEnd(),
    ...table(measured),
  ];
}

async function clearCache(options: ClearOptions, face: Face): Promise<void> {
  const both = !options.prefixes && !options.index;
  const folders = [
    ...(options.prefixes || both || options.all ? [prefixFolder] : []),
    ...(options.index || both || options.all ? [indexFolder] : []),
    ...(options.all ? [speedFolder, memoryFolder] : []),
  ];
  let freed = 0;
  for (const folder of folders) {
    const before = await folderSize(folder);
    // Entry by entry, so that a process that reads or writes one at this moment is not disturbed.
    if (folder === prefixFolder) await new PrefixStore().clear();
    else await rm(folder, { recursive: true, force: true });
    freed += before - (await folderSize(folder));
  }
  await printResult(face, { freed, folders }, () => [`${bytes(freed)} freed`]);
}

const round = (value: number): number => Math.round(value * 10) / 10;

interface CacheDocument {
  folder: string;
  index: { bytes: number };
  names: { bytes: number };
  prefixes: {
    bytes: number;
    quota: number;
    entries: { model: string; tokens: number; bytes: number; lastUse: string }[];
  };
  speeds: {
    model: string;
    cpu: string;
    gpuLayers: "auto" | number;
    prefillTokensPerSecond: number;
    decodeTokensPerSecond: number | null;
  }[];
}
