import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { collect } from "./collect.js";

const root = await vi.hoisted(async () => {
  const { mkdtempSync } = await import("node:fs");
  const folder = mkdtempSync(`${(await import("node:os")).tmpdir()}/v4-doctor-`);
  process.env.V4_MODELS = `${folder}/models`;
  process.env.V4_CACHE = `${folder}/cache`;
  process.env.V4_CONFIG = `${folder}/config`;
  return folder;
});
vi.setConfig({ testTimeout: 60_000 });

const { catalogue } = await import("../../src/model/catalogue.js");
const { chooseModel, modelPath } = await import("../../src/model/installed.js");
const { doctor, runChecks } = await import("../../src/commands/doctor.js");

const row = catalogue().find((r) => r.role === "test")!;
const repository = mkdtempSync(join(tmpdir(), "v4-doctor-repository-"));
execFileSync("git", ["init", "-q", repository]);

beforeEach(async () => {
  rmSync(root, { recursive: true, force: true });
  mkdirSync(join(root, "models"), { recursive: true });
  await chooseModel(row.id);
});
afterEach(() => vi.unstubAllEnvs());
afterAll(() => {
  for (const folder of [root, repository]) rmSync(folder, { recursive: true, force: true });
});

const check = async (name: string, cwd = repository) => (await runChecks(cwd)).find((c) => c.name === name);

describe("v4 doctor", () => {
  it("ends well where only the model is missing, because the first question fetches it", async () => {
    const { face, out } = collect();
    expect(await doctor(repository, face)).toBe(0);
    expect(out()).toMatch(/warn {2}model .*not here/);
    expect(out()).toContain("v4 can answer questions here.");
  });

  it("ends with 2 and says what to do when the model's content is wrong", async () => {
    writeFileSync(modelPath(row), "");
    truncateSync(modelPath(row), row.bytes);
    const { face, out } = collect({ json: true });
    expect(await doctor(repository, face)).toBe(2);
    const { works, checks } = JSON.parse(out());
    expect(works).toBe(false);
    expect(checks.find((c: { name: string }) => c.name === "model")).toMatchObject({
      status: "fail",
      advice: expect.stringContaining(`v4 model rm ${row.id}`),
    });
  });

  it("warns outside a repository", async () =>
    expect(await check("repository", tmpdir())).toMatchObject({
      status: "warn",
      advice: expect.stringMatching(/git init/),
    }));

  it("loads every grammar", async () => expect((await check("parser"))?.found).toMatch(/\d grammars/));

  it("fails where the cache cannot be written", async () => {
    rmSync(join(root, "cache"), { recursive: true, force: true });
    writeFileSync(join(root, "cache"), "a file in the way");
    expect(await check("cache folder")).toMatchObject({ status: "fail", advice: expect.stringContaining("V4_CACHE") });
  });

  it("fails without git, and says so in one line", async () => {
    vi.stubEnv("PATH", root);
    expect(await check("git")).toMatchObject({ status: "fail", found: "not on the PATH" });
  });

  it("gives advice with everything that is not well", async () => {
    for (const { status, advice } of await runChecks(tmpdir())) expect(status === "ok").toBe(advice === undefined);
  });
});
