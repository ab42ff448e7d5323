import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join, resolve } from "node:path";

/**
 * What the memory of names costs: learning beside the cold index of the same run, and one lookup.
 *
 *     npm run bench -- memory REPOSITORY
 */
export default async function memory([repository = "."]: string[]): Promise<void> {
  const cache = mkdtempSync(join(tmpdir(), "v4-bench-"));
  // Read when the modules below are loaded.
  process.env.V4_CACHE = cache;
  try {
    await measure(resolve(repository));
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}

async function measure(root: string): Promise<void> {
  const { openRepository } = await import("../../src/repo/open.js");
  const { indexRepository } = await import("../../src/graph/index-repository.js");
  const { declarationsOf } = await import("../../src/memory/declarations.js");
  const { learnNames } = await import("../../src/memory/learn.js");
  const { checkName } = await import("../../src/memory/check.js");
  const { countOf } = await import("../../src/memory/table.js");
  const began = performance.now();
  const index = await indexRepository(await openRepository(root));
  const indexed = performance.now();
  const declarations = index.files.flatMap((file) => declarationsOf(file.path, index.facts(file)));
  const table = learnNames(declarations);
  const learned = performance.now();
  for (const declaration of declarations) checkName(table, declaration);
  const judged = performance.now();
  let found = 0;
  for (const { name } of declarations) found += countOf(table, name);
  const looked = performance.now();
  await index.close();
  const micro = (ms: number) => `${((ms * 1000) / declarations.length).toFixed(1)} µs`;
  console.log(
    `${cpus()[0]?.model.trim()}, Node ${process.version}; ${index.files.length} files, ${declarations.length} names`,
  );
  console.log(`index, cold: ${Math.round(indexed - began)} ms`);
  console.log(
    `learn: ${Math.round(learned - indexed)} ms, ${((learned - indexed) / (indexed - began)).toFixed(3)} of it`,
  );
  console.log(
    `judge a name: ${micro(judged - learned)}; one lookup in the table: ${micro(looked - judged)} (${found} met)`,
  );
  console.log(`table: ${table.slots.byteLength} bytes`);
}
