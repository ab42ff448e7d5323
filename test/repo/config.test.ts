import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { packageFile } from "../../src/places.js";
import { readConfig } from "../../src/repo/config.js";
import { configSchema } from "../../src/repo/config-schema.js";

function folderWith(text: string): string {
  const root = mkdtempSync(join(tmpdir(), "v4-config-"));
  mkdirSync(join(root, ".v4"));
  writeFileSync(join(root, ".v4/config.json"), text);
  return root;
}

test("the schema that ships is the one that is checked", () => {
  const shipped = JSON.parse(packageFile("src/repo/config.schema.json"));
  expect(shipped).toEqual(JSON.parse(JSON.stringify(z.toJSONSchema(configSchema))));
});

describe("the configuration of a repository", () => {
  test("is empty where there is none", async () => {
    expect(await readConfig(mkdtempSync(join(tmpdir(), "v4-config-")))).toEqual({ config: {}, text: "" });
  });

  test("is what the file says", async () => {
    const { config } = await readConfig(folderWith('{ "deadcode": { "tags": ["@used"] } }'));
    expect(config).toEqual({ deadcode: { tags: ["@used"] } });
  });

  test.each([
    ["no JSON", "{", /\.v4\/config\.json/],
    ["an unknown setting", '{ "dead": {} }', /dead/],
    ["a setting of another type", '{ "deadcode": { "ignore": [1] } }', /deadcode\.ignore\.0/],
  ])("is refused when it is %s", async (_, text, reason) => {
    await expect(readConfig(folderWith(text))).rejects.toThrow(reason);
  });
});
