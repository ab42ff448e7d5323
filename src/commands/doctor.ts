import { execFile } from "node:child_process";
import { mkdir, rm, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Command } from "commander";
import { V4Error } from "../errors.js";
import { type ModelRow, modelRow } from "../model/catalogue.js";
import { rememberSha256, sha256OfFile } from "../model/checksum.js";
import { fitModel, type Machine, readMachine } from "../model/fit.js";
import { chosenModel, isInstalled, modelPath, partialBytes } from "../model/installed.js";
import { findPython } from "../model/sources/python.js";
import { cleanLine } from "../output/clean.js";
import { bytes, count } from "../output/figures.js";
import { accent, dim, plain, type Style, warning } from "../output/theme.js";
import { cacheFolder, modelFolder, version } from "../places.js";
import { openRepository } from "../repo/open.js";
import { languages } from "../syntax/languages.js";
import { loadEngine } from "../syntax/load-engine.js";
import { type Face, type GlobalOptions, printResult, processFace } from "./face.js";
import { table } from "./table.js";

/** `warn`: something works less well or only a side job does not; `fail`: questions cannot be answered. */
export interface Check {
  name: string;
  status: "ok" | "warn" | "fail";
  found: string;
  /** What to do, for everything but `ok`. */
  advice?: string;
}

/** `v4 doctor`, to be added to the program. */
export function doctorCommand(): Command {
  return new Command("doctor")
    .description("check every part that v4 needs and say what to do about what is missing")
    .addHelpText(
      "after",
      `
Examples:
  v4 doctor                  all checks; reads the model file once to prove its SHA-256
  v4 doctor --cwd DIR        also whether v4 can work in that folder
  v4 doctor --json           for bug reports

Exit status: 0 when questions can be answered here, 2 when not.`,
    )
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      process.exitCode = await doctor(options.cwd ?? process.cwd(), processFace(options));
    });
}

/** Runs all checks, prints them and returns the exit status: 0, or 2 when one of them failed. */
export async function doctor(cwd: string, face: Face): Promise<0 | 2> {
  const checks = await runChecks(cwd, face.signal);
  const works = checks.every((check) => check.status !== "fail");
  await printResult(face, { version, works, checks }, () => lines(checks, works, face.color));
  return works ? 0 : 2;
}

/** All checks in the order in which an answer needs the parts. */
export async function runChecks(cwd: string, signal?: AbortSignal): Promise<Check[]> {
  const checks: Check[] = [checkNode(), await checkGit(), await checkRepository(cwd), await checkParser()];
  const machine = await readMachine().catch((error: Error) => error);
  checks.push(...checkEngine(machine));
  const row = await modelRow(await chosenModel()).catch((error: V4Error) => error);
  if (row instanceof Error) checks.push({ name: "model", status: "fail", found: row.message, advice: adviceOf(row) });
  else {
    checks.push(await checkModel(row, signal));
    if (!(machine instanceof Error)) checks.push(await checkMemory(row, machine));
    checks.push(await checkFolder("model folder", modelFolder, await missingBytes(row)));
  }
  checks.push(await checkFolder("cache folder", cacheFolder, 1e9));
  checks.push(await checkPython(row), await checkClipboard(), await checkSandbox());
  return checks;
}

function checkNode(): Check {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const found = `Node.js ${process.versions.node}`;
  if (major > 20 || (major === 20 && minor >= 19)) return { name: "node", status: "ok", found };
  return { name: "node", status: "fail", found, advice: "install Node.js 20.19 or newer" };
}

async function checkGit(): Promise<Check> {
  const found = await firstLineOf("git", ["--version"]);
  if (found) return { name: "git", status: "ok", found };
  return { name: "git", status: "fail", found: "not on the PATH", advice: "install git with your package manager" };
}

async function checkRepository(cwd: string): Promise<Check> {
  try {
    const { root } = await openRepository(cwd);
    return { name: "repository", status: "ok", found: root };
  } catch (error) {
    const { message } = error as Error;
    return { name: "repository", status: "warn", found: message, advice: adviceOf(error) };
  }
}

async function checkParser(): Promise<Check> {
  try {
    const engine = await loadEngine();
    const grammars = [...languages.values()].filter(({ grammar }) => grammar);
    for (const language of grammars) await engine.prepare(language);
    const how = engine.name === "memory" ? "read from memory" : "read by cursor";
    return { name: "parser", status: "ok", found: `tree-sitter (WebAssembly, ${how}), ${grammars.length} grammars` };
  } catch (error) {
    const advice = "run npm install again in v4's folder";
    return { name: "parser", status: "fail", found: firstLine(error), advice };
  }
}

function checkEngine(machine: Machine | Error): Check[] {
  if (machine instanceof Error) {
    const advice = "run npm install again: the optional packages @node-llama-cpp/* hold the engine";
    return [{ name: "engine", status: "fail", found: machine.message, advice }];
  }
  const engine: Check = { name: "engine", status: "ok", found: `node-llama-cpp, ${count(machine.cores)} cores` };
  if (!machine.gpu || !machine.vram)
    return [engine, { name: "gpu", status: "ok", found: "none that the engine can use; the processor does the work" }];
  const names = machine.gpu.names.map(cleanLine).join(", ");
  const memory = `${bytes(machine.vram.free)} of ${bytes(machine.vram.total)} free`;
  return [engine, { name: "gpu", status: "ok", found: `${names} (${machine.gpu.backend}), ${memory}` }];
}

async function checkModel(row: ModelRow, signal?: AbortSignal): Promise<Check> {
  const path = modelPath(row);
  if (!(await isInstalled(row))) {
    const part = await partialBytes(row);
    const found = `${row.id} is not here${part > 0 ? ` (${bytes(part)} fetched so far)` : ""}`;
    const advice = `the first question fetches it (${bytes(row.bytes)}), or now: v4 model pull`;
    return { name: "model", status: "warn", found, advice };
  }
  if (row.sha256 === null)
    return { name: "model", status: "ok", found: `${cleanLine(path)}, nothing to compare its SHA-256 with` };
  const sha256 = await sha256OfFile(path, { signal });
  if (sha256 !== row.sha256) {
    const advice = `fetch it again: v4 model rm ${row.id}, then v4 model pull ${row.id}`;
    return { name: "model", status: "fail", found: `${path} is damaged: its SHA-256 is wrong`, advice };
  }
  await rememberSha256(path, sha256);
  return { name: "model", status: "ok", found: `${row.id}, SHA-256 right` };
}

async function checkMemory(row: ModelRow, machine: Machine): Promise<Check> {
  const fit = await fitModel(row, machine);
  const found = `${bytes(machine.ram.free)} free of ${bytes(machine.ram.total)}; the model needs ${bytes(fit.ram + fit.vram)}`;
  if (fit.verdict === "fits") return { name: "memory", status: "ok", found };
  if (fit.verdict === "slow")
    return { name: "memory", status: "warn", found, advice: "it fits but is slow here; see v4 model fit" };
  if (fit.verdict === "busy")
    return { name: "memory", status: "fail", found, advice: "close other programs, or see v4 model fit" };
  return { name: "memory", status: "fail", found, advice: "take a smaller model: v4 model fit shows which fit" };
}

/** Writable, and with room for `need` more bytes. */
async function checkFolder(name: string, folder: string, need: number): Promise<Check> {
  const probe = join(folder, `.v4-doctor-${process.pid}`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(probe, "");
    await rm(probe);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? firstLine(error);
    const variable = name === "model folder" ? "V4_MODELS" : "V4_CACHE";
    const advice = `check its permissions, or set ${variable} to another folder`;
    return { name, status: "fail", found: `${folder} cannot be written (${reason})`, advice };
  }
  const disk = await statfs(folder);
  const free = disk.bavail * disk.bsize;
  const found = `${folder}, ${bytes(free)} free`;
  if (free >= need) return { name, status: "ok", found };
  return { name, status: "warn", found, advice: `${bytes(need)} are wanted there: free some space` };
}

async function checkPython(row: ModelRow | Error): Promise<Check> {
  try {
    const python = await findPython();
    return { name: "python", status: "ok", found: `${await firstLineOf(python, ["--version"])} with pip` };
  } catch (error) {
    const advice = "only needed to fetch models from a pip mirror: install python3 and pip";
    const needed = !(row instanceof Error) && !(await isInstalled(row));
    return { name: "python", status: needed ? "warn" : "ok", found: firstLine(error), ...(needed && { advice }) };
  }
}

async function checkClipboard(): Promise<Check> {
  const advice = "only `v4 pack --clipboard` needs it: write to a file with --output instead";
  if (process.platform !== "linux") return { name: "clipboard", status: "ok", found: "the system's own" };
  if (process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
    return { name: "clipboard", status: "ok", found: "the display's" };
  return { name: "clipboard", status: "warn", found: "none: there is no display", advice };
}

async function checkSandbox(): Promise<Check> {
  const found = process.platform === "linux" && (await firstLineOf("bwrap", ["--version"]));
  if (found) return { name: "sandbox", status: "ok", found };
  const advice = "optional, only `v4 run` needs it: install bubblewrap";
  if (process.platform !== "linux")
    return {
      name: "sandbox",
      status: "warn",
      found: "bubblewrap exists on Linux only",
      advice: "optional, only `v4 run` needs it",
    };
  return { name: "sandbox", status: "warn", found: "bubblewrap is not installed", advice };
}

async function missingBytes(row: ModelRow): Promise<number> {
  return (await isInstalled(row)) ? 0 : row.bytes - Math.min(row.bytes, await partialBytes(row));
}

const marks: Record<Check["status"], { mark: string; style: Style }> = {
  ok: { mark: "ok", style: accent },
  warn: { mark: "warn", style: warning },
  fail: { mark: "FAIL", style: warning },
};

function lines(checks: Check[], works: boolean, color: boolean): string[] {
  const paint = (style: Style, text: string) => (color ? style : plain)(text);
  const rows = checks.map(({ name, status, found }) => [
    paint(marks[status].style, marks[status].mark),
    name,
    cleanLine(found),
  ]);
  const out: string[] = [];
  for (const [i, line] of table(rows).entries()) {
    out.push(line);
    const { advice } = checks[i]!;
    if (advice) out.push(paint(dim, `      -> ${advice}`));
  }
  return [...out, "", works ? "v4 can answer questions here." : "v4 cannot answer questions here yet: see FAIL above."];
}

function firstLineOf(command: string, args: string[]): Promise<string | undefined> {
  return new Promise((settle) => {
    execFile(command, args, { timeout: 5000 }, (error, stdout) => {
      settle(error ? undefined : stdout.trim().split("\n")[0] || command);
    });
  });
}

function adviceOf(error: unknown): string {
  return error instanceof V4Error ? error.advice : "run it again; if it stays, report it";
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}
