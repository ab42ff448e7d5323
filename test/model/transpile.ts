import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { packageRoot } from "../../src/places.js";

let folder: string | undefined;

/**
 * A folder with the core of v4 as JavaScript, for tests that need a process of their own to kill. It stands in the
 * package root so that imports and data files are found; whoever asked for it deletes it.
 */
export async function transpiled(): Promise<string> {
  if (folder) return folder;
  folder = join(packageRoot, `dist-test-${process.pid}`);
  const source = join(packageRoot, "src");
  for (const name of readdirSync(source, { recursive: true, encoding: "utf8" })) {
    if (!/^(model[/\\].*|errors|places)\.ts$/.test(name)) continue;
    const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
    const { outputText } = ts.transpileModule(readFileSync(join(source, name), "utf8"), { compilerOptions });
    const target = join(folder, name.replace(/\.ts$/, ".js"));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, outputText);
  }
  return folder;
}
