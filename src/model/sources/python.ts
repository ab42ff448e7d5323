import { spawn } from "node:child_process";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { SourceFailed } from "./source.js";

/** The first of these that answers and has pip; Windows knows no `python3`. */
const names = process.platform === "win32" ? ["python", "py"] : ["python3", "python"];

/** The name of a python with pip on the PATH. Throws `SourceFailed` when there is none. */
export async function findPython(signal?: AbortSignal): Promise<string> {
  let reason = "python3 was not found on the PATH";
  for (const name of names) {
    const { status, output } = await run(name, ["-m", "pip", "--version"], { signal });
    if (status === 0) return name;
    if (status !== undefined) reason = `${name} has no pip (${lastLine(output)})`;
  }
  throw new SourceFailed(reason);
}

/**
 * Fetches one wheel with `pip download --no-deps` into `folder` and returns its path. Only wheels: a source archive
 * would run its setup code. The user's pip settings (index, proxy, certificates) hold, except that nothing is kept in
 * pip's cache (it would double the disk space) and that a `probe` gives up after a few seconds.
 * Temporary files go to `folder` too, so that a small /tmp is no obstacle and progress can be read from the disk.
 */
export async function pipDownload(
  python: string,
  what: { name: string; version: string; folder: string; probe: boolean; signal: AbortSignal },
): Promise<string> {
  const temporary = join(what.folder, "tmp");
  await mkdir(temporary, { recursive: true });
  const patience = what.probe ? ["--timeout", "6", "--retries", "1"] : [];
  const { status, output } = await run(
    python,
    [
      ...["-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--no-cache-dir", "--no-input", "--quiet"],
      ...["--disable-pip-version-check", "--progress-bar", "off", ...patience],
      ...["--dest", what.folder, `${what.name}==${what.version}`],
    ],
    { signal: what.signal, env: { TMPDIR: temporary, TEMP: temporary, TMP: temporary } },
  );
  what.signal.throwIfAborted();
  if (/No space left/.test(output)) throw Object.assign(new Error("no space left"), { code: "ENOSPC" });
  const wheel = (await readdir(what.folder)).find((name) => name.endsWith(".whl"));
  if (status !== 0 || !wheel) throw new SourceFailed(pipReason(what.name, output));
  return join(what.folder, wheel);
}

/** A wheel is a zip file; python checks the member's CRC at its end and fails then. */
const readScript = `
import shutil, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel, wheel.open(sys.argv[2]) as member:
    shutil.copyfileobj(member, sys.stdout.buffer, 1 << 20)
`;

/** The bytes of one member of a wheel as a stream. Throws `SourceFailed` when it is missing or damaged. */
export async function* readMember(
  python: string,
  wheel: string,
  member: string,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  const child = spawn(python, ["-c", readScript, wheel, member], { stdio: ["ignore", "pipe", "pipe"] });
  const stop = () => child.kill();
  signal.addEventListener("abort", stop);
  let output = "";
  child.stderr.on("data", (text) => {
    output += text;
  });
  const ended = new Promise<number | null>((settle) => {
    child.on("error", () => settle(-1));
    child.on("close", settle);
  });
  try {
    for await (const chunk of child.stdout) yield chunk;
    const status = await ended;
    signal.throwIfAborted();
    if (status !== 0) throw new SourceFailed(`${member} cannot be read from its wheel (${lastLine(output)})`);
  } finally {
    signal.removeEventListener("abort", stop);
    child.kill();
  }
}

/** Status undefined: the program does not exist. Never throws; an aborted program is ended and has status null. */
function run(
  command: string,
  args: string[],
  options: { signal?: AbortSignal | undefined; env?: Record<string, string> },
): Promise<{ status: number | null | undefined; output: string }> {
  return new Promise((settle) => {
    if (options.signal?.aborted) return settle({ status: null, output: "" });
    const child = spawn(command, args, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...options.env },
    });
    let output = "";
    const keep = (text: Buffer) => {
      output = (output + text).slice(-8000);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    const stop = () => child.kill();
    options.signal?.addEventListener("abort", stop);
    const end = (status: number | null | undefined) => {
      options.signal?.removeEventListener("abort", stop);
      settle({ status, output });
    };
    child.on("error", () => end(undefined));
    child.on("close", (status) => end(status));
  });
}

/** pip says the same thing in many lines; the host names in them are of no use in a message. */
function pipReason(name: string, output: string): string {
  if (
    /No matching distribution|Could not find a version/.test(output) &&
    !/Connection|Retrying|Max retries/.test(output)
  )
    return `pip finds no package ${name} in the configured index`;
  if (/Retrying|Connection|timed out|Max retries|resolve|SSL|Proxy/i.test(output))
    return "the pip index does not answer";
  return `pip failed: ${lastLine(output)}`;
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1)?.slice(0, 200) ?? "";
}
