import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { isNameOnly, listFiles } from "../../src/repo/list.js";
import { openRepository } from "../../src/repo/open.js";
import { readText } from "../../src/repo/read.js";
import { type Language, languageOf } from "../../src/syntax/languages.js";

/**
 * Parses every file of a repository that v4 would parse, one after the other and with nothing around it, and prints what that took: the
 * measure of test/bench/cold.ts. Native tree-sitter where it is installed, otherwise web-tree-sitter. Run in a process of its own.
 */
interface RawParse {
  engine: "native" | "web";
  files: number;
  bytes: number;
  seconds: number;
  cpuSeconds: number;
}

const require = createRequire(import.meta.url);
const root = process.argv[2]!;
const { files } = await listFiles(await openRepository(root));
const texts = files.flatMap(({ path }): [Language, string][] => {
  const language = isNameOnly(path) ? null : languageOf(path);
  const { text } = language?.grammar ? readText(root, path) : { text: null };
  return language && text !== null ? [[language, text]] : [];
});
const languages = new Set(texts.map(([language]) => language));
const { engine, parse } = await native().catch(web);
const before = process.cpuUsage();
const began = performance.now();
for (const [language, text] of texts) parse(language, text);
const { user, system } = process.cpuUsage(before);
const result: RawParse = {
  engine,
  files: texts.length,
  bytes: texts.reduce((sum, [, text]) => sum + text.length, 0),
  seconds: (performance.now() - began) / 1000,
  cpuSeconds: (user + system) / 1e6,
};
process.stdout.write(`${JSON.stringify(result)}\n`);

async function native() {
  const Parser = require("tree-sitter");
  const parser = new Parser();
  const grammars = new Map(
    [...languages].map(({ name, grammar }) => {
      const module = require(grammar!.package);
      return [name, grammar!.export ? module[grammar!.export] : module];
    }),
  );
  const parse = (language: Language, text: string) => {
    parser.setLanguage(grammars.get(language.name));
    parser.parse(text, undefined, { bufferSize: text.length * 2 + 1024 });
  };
  return { engine: "native" as const, parse };
}

async function web() {
  const { Parser, Language: Grammar } = await import("web-tree-sitter");
  await Parser.init();
  const parsers = new Map<string, InstanceType<typeof Parser>>();
  for (const { name, grammar } of languages) {
    const folder = join(require.resolve(`${grammar!.package}/package.json`), "..");
    const parser = new Parser();
    parser.setLanguage(await Grammar.load(readFileSync(join(folder, grammar!.wasm))));
    parsers.set(name, parser);
  }
  return {
    engine: "web" as const,
    parse: (language: Language, text: string) => parsers.get(language.name)!.parse(text)?.delete(),
  };
}
