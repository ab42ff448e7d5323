import { beforeAll, describe, expect, test } from "vitest";
import type { Engine } from "../../src/syntax/engine.js";
import { languageOf } from "../../src/syntax/languages.js";
import { loadEngine } from "../../src/syntax/load-engine.js";
import { exportedValue, type StaticValue } from "../../src/syntax/static-value.js";

let engine: Engine;
beforeAll(async () => {
  engine = await loadEngine();
  await engine.prepare(languageOf("a.ts")!);
});

const exported = (source: string): StaticValue => exportedValue(engine.parse(languageOf("a.ts")!, source)!, source);

describe("the value that a configuration exports", () => {
  test.each<[string, string, StaticValue]>([
    ["an object", 'export default { a: "x", b: [1, true, null] };', { a: "x", b: [1, true, null] }],
    ["what CommonJS exports", "module.exports = { a: 1 };", { a: 1 }],
    ["what a call wraps", 'export default defineConfig({ a: "x" });', { a: "x" }],
    ["several objects, the later over the earlier", "export default merge({ a: 1, b: 1 }, { b: 2 });", { a: 1, b: 2 }],
    ["what a function returns", "export default () => ({ a: 1 });", { a: 1 }],
    ["a returned variable", "export default function () { const c = { a: 1 }; return c; }", { a: 1 }],
    [
      "spreads of constants",
      "const base = { a: 1 };\nexport default { ...base, b: [...[2], 3] };",
      { a: 1, b: [2, 3] },
    ],
    ["a type beside it", "export default { a: 1 } satisfies Config;", { a: 1 }],
    ["a name that is exported", "const config = { a: 1 };\nexport default config;", { a: 1 }],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text is code
    ["templates without holes, and with known ones", "const n = 1;\nexport default [`a`, `b${n}`];", ["a", "b1"]],
    ["paths that are put together", 'export default { a: path.join(__dirname, "x", "y.js") };', { a: "./x/y.js" }],
    ["the path of a URL", 'export default { a: fileURLToPath(new URL("./x", import.meta.url)) };', { a: "./x" }],
    ["a module by its name", 'export default { a: require.resolve("x/y") };', { a: "x/y" }],
    ["keys of every kind", 'const k = "c";\nexport default { a: 1, "b-b": 2, [k]: 3 };', { a: 1, "b-b": 2, c: 3 }],
    ["one of two", 'export default { a: process.env.CI ? "x" : "y" };', { a: "x" }],
  ])("is %s", (_, source, expected) => {
    expect(exported(source)).toEqual(expected);
  });

  test("is unknown where it is made by other code, and known around it", () => {
    expect(exported("export default { a: make(), b: 1 };")).toEqual({ a: undefined, b: 1 });
  });

  test("ends where constants stand for each other", () => {
    expect(exported("const a = b;\nconst b = a;\nexport default { a };")).toEqual({ a: undefined });
  });

  test.each(["", "export default", "export default {{{", "module.exports ="])("is nothing for %j", (source) => {
    expect(() => exported(source)).not.toThrow();
  });
});
