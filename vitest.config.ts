import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

// No test may see or change what v4 keeps for the person who runs it. Only the model folder is the real one: the model for
// tests is fetched once and stays. This file may be read several times by one run.
process.env.V4_TEST_SCRATCH ??= mkdtempSync(join(tmpdir(), "v4-test-"));
process.env.V4_CACHE = join(process.env.V4_TEST_SCRATCH, "cache");
process.env.V4_CONFIG = join(process.env.V4_TEST_SCRATCH, "config");

/** Files that load a model: two at once on the same cores take four times as long, so they run one after the other. */
const withModel = ["test/model/{decide,fit,generate,load,prefix}.test.ts", "test/e2e/{ask,stopped,prompt}.test.ts"];

export default defineConfig({
  test: {
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 120_000,
    projects: [
      {
        test: {
          name: "code",
          include: ["test/**/*.test.ts"],
          exclude: withModel,
          globalSetup: "test/build.ts",
          testTimeout: 30_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "model",
          include: withModel,
          globalSetup: ["test/build.ts", "test/provision.ts"],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
