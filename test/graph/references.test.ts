import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Graph } from "../../src/graph/graph.js";
import { link } from "../../src/graph/link.js";
import { linkReferences, type References } from "../../src/graph/references.js";
import { packageFile, packageRoot } from "../../src/places.js";
import { languages } from "../../src/syntax/languages.js";
import { type FileNames, op } from "../../src/syntax/names.js";
import { type FileReading, loadParser, type Parser } from "../../src/syntax/parse.js";

const fixtures = join(packageRoot, "fixtures/references");
const expectations = "expected.txt";

let parser: Parser;
beforeAll(async () => {
  parser = await loadParser();
  await parser.prepare(["a.ts", "a.tsx", "a.js", "a.py"]);
});

function readingOf(sources: Map<string, string>): { graph: Graph; readings: Map<string, FileReading> } {
  const readings = new Map([...sources].map(([path, text]) => [path, parser.read(path, text)]));
  const files = new Map([...readings].map(([path, { facts }]) => [path, facts]));
  return { graph: link({ files, read: (path) => sources.get(path) ?? null }), readings };
}

function library(name: string) {
  const language = languages.get(languages.get(name)!.queriesFrom ?? name)!;
  if (!language.library) return null;
  const path = `grammars/${language.name}/${language.library.file}`;
  const { facts, names } = parser.read(path, packageFile(path));
  return names && { file: path, facts, names };
}

function referencesOf(sources: Map<string, string>): References {
  const { graph, readings } = readingOf(sources);
  return linkReferences({ graph, names: (file) => readings.get(file)?.names ?? null, library });
}

function filesOf(leaf: string): Map<string, string> {
  const folder = join(fixtures, leaf);
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== expectations)
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  return new Map(paths.sort().map((path) => [path, readFileSync(join(folder, path), "utf8")]));
}

/** `use-file:line:column -> file:line symbol how`, as expected.txt has them. */
function written({ references }: References): string[] {
  return references.map(
    ({ from, to, how }) => `${from.file}:${from.line}:${from.column} -> ${to.file}:${to.line} ${to.symbol} ${how}`,
  );
}

describe("the references of fixtures/references are those written beside them", () => {
  it.each(readdirSync(fixtures).sort())("%s", (leaf) => {
    const expected = readFileSync(join(fixtures, leaf, expectations), "utf8")
      .trimEnd()
      .split("\n");
    expect(written(referencesOf(filesOf(leaf)))).toEqual(expected);
  });
});

describe("a reference", () => {
  const session = "export class Session {\n  open(path: string, depth?: number): void {}\n}\n";

  it("of a call has the number of arguments and the type it was called on", () => {
    const use = 'import { Session } from "./session";\nnew Session().open("a", 2);\n';
    const { references } = referencesOf(
      new Map([
        ["session.ts", session],
        ["use.ts", use],
      ]),
    );
    expect(references.map(({ to, arguments: count, receiver }) => [to.symbol, count, receiver])).toEqual([
      ["Session", 0, undefined],
      ["Session.open", 2, "Session"],
    ]);
  });

  it("does not say how many arguments a spread has", () => {
    const use = 'import { Session } from "./session";\nexport const all = (s: Session, a: string[]) => s.open(...a);\n';
    const { references } = referencesOf(
      new Map([
        ["session.ts", session],
        ["use.ts", use],
      ]),
    );
    expect(references.at(-1)).toMatchObject({ to: { symbol: "Session.open" }, arguments: -1 });
  });

  it("leads nowhere when what it means is declared outside the repository", () => {
    const { references } = referencesOf(
      new Map([["use.ts", 'import { x } from "elsewhere";\nexport const y = [x.z, Array.of(1)];\n']]),
    );
    expect(references).toEqual([]);
  });
});

it("types that declarations name are edges of their own", () => {
  const { types } = referencesOf(
    new Map([
      ["base.ts", "export class Base {}\nexport interface Named {}\n"],
      [
        "use.ts",
        `import { Base, type Named } from "./base";
export class Session extends Base implements Named {
  parent: Base | null = null;
  open(names: Named[]): Promise<Base> { throw 0; }
}
export const last: Base = new Base();
`,
      ],
    ]),
  );
  expect(types.map(({ from, to, kind }) => `${from.symbol} ${kind} ${to.symbol}`)).toEqual([
    "Session extends Base",
    "Session implements Named",
    "Session.parent field Base",
    "Session.open parameter Named",
    "Session.open return Base",
    "last variable Base",
  ]);
});

/**
 * The operands of each operation, in the words of src/syntax/names.ts: `o` an offset, `b` a binding, `s` a string, `p` a place, `n` a
 * number, `d` a definition; a capital letter is a counted list, `E` one of entries.
 */
const operands: [number, string][] = [
  [op.name, "bp"],
  [op.member, "ospn"],
  [op.call, "onOp"],
  [op.new, "onOp"],
  [op.self, "c"],
  [op.super, "c"],
  [op.literal, "s"],
  [op.list, "sO"],
  [op.object, "E"],
  [op.function, "nnnBoOB"],
  [op.class, "dBOOD"],
  [op.await, "o"],
  [op.index, "oo"],
  [op.either, "O"],
  [op.cast, "o"],
  [op.each, "o"],
  [op.item, "on"],
  [op.part, "osp"],
  [op.contextual, "on"],
  [op.yield, "o"],
  [op.apply, "oO"],
  [op.typeName, "bpO"],
  [op.typeMember, "ospO"],
  [op.listType, "sO"],
  [op.union, "O"],
  [op.intersection, "O"],
  [op.tuple, "O"],
  [op.functionType, "BoB"],
  [op.objectType, "E"],
  [op.typeOf, "o"],
  [op.indexedType, "oo"],
  [op.stringType, "s"],
  [op.selfType, "c"],
  [op.alias, "oB"],
  [op.mapped, "oob"],
  [op.keyOf, "o"],
];

/** Code of operations that point at each other at will; `draw(n)` gives a number below n. */
function tangled(names: FileNames, count: number, draw: (below: number) => number): FileNames {
  const chosen = Array.from({ length: count }, () => operands[draw(operands.length)]!);
  const lengths = chosen.map(([, shape]) => [...shape].map((letter) => (/[A-Z]/.test(letter) ? draw(4) : 1)));
  const starts: number[] = [];
  let length = 1;
  chosen.forEach(([, shape], i) => {
    starts.push(length);
    length += 1;
    [...shape].forEach((letter, j) => {
      length += letter === "E" ? 1 + 3 * lengths[i]![j]! : /[A-Z]/.test(letter) ? 1 + lengths[i]![j]! : 1;
    });
  });
  const offset = () => (draw(8) === 0 ? 0 : starts[draw(count)]!);
  const classes = starts.filter((_, i) => chosen[i]![0] === op.class);
  const operand: Record<string, () => number> = {
    o: offset,
    b: () => draw(names.bindings.length + 3) - 3,
    s: () => draw(names.strings.length),
    p: () => draw(names.places.length / 2),
    n: () => draw(3),
    d: () => draw(names.definitions.length + 1) - 1,
    c: () => (classes.length > 0 ? classes[draw(classes.length)]! : 0),
  };
  const code = [0];
  chosen.forEach(([operation, shape], i) => {
    code.push(operation);
    [...shape].forEach((letter, j) => {
      const many = lengths[i]![j]!;
      if (letter === "E") {
        code.push(many);
        for (let k = 0; k < many; k++) code.push(operand.s!() - draw(2) * 2, operand.p!(), offset());
      } else if (/[A-Z]/.test(letter)) {
        code.push(many);
        for (let k = 0; k < many; k++) {
          const one = operand[letter.toLowerCase()]!();
          code.push(letter === "O" ? one : Math.max(0, one));
        }
      } else code.push(operand[letter]!());
    });
  });
  const offsetsOf = (...wanted: number[]) => Int32Array.from(starts.filter((_, i) => wanted.includes(chosen[i]![0])));
  return {
    ...names,
    code: Int32Array.from(code),
    uses: offsetsOf(op.name, op.typeName),
    members: offsetsOf(op.member, op.part, op.typeMember),
    bindings: names.bindings.map((binding) => ({ ...binding, type: draw(2) * offset(), value: draw(2) * offset() })),
    definitions: names.definitions.map((definition) => ({ ...definition, type: offset(), value: offset() })),
  };
}

it("linking ends and throws nothing, however the operations of a file point at each other", () => {
  const source = `import { z } from "./b";
export class A<T> { b = 1; c<U>(x: U): T { return x; } }
export interface I<K> { e: K; }
export const d = (y, w) => new A();
`;
  const { graph, readings } = readingOf(
    new Map([
      ["a.ts", source],
      ["b.ts", 'export * from "./a"; export const z = 1;'],
    ]),
  );
  const names = readings.get("a.ts")!.names!;
  const property = fc.property(
    fc.infiniteStream(fc.nat(1 << 16)),
    fc.integer({ min: 4, max: 60 }),
    (numbers, count) => {
      const draw = (below: number) => (numbers.next().value as number) % below;
      const broken = tangled(names, count, draw);
      linkReferences({ graph, names: (file) => (file === "a.ts" ? broken : readings.get(file)!.names), library });
    },
  );
  fc.assert(property, { numRuns: 400 });
});
