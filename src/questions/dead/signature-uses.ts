import type { Graph, Reference, TypeEdge } from "../../graph/graph.js";
import type { Definition } from "../../syntax/facts.js";

/**
 * Types that are exported because the head of another export names them: who calls a function has to be able to name what it takes and
 * gives, and a compiler that writes declarations needs the names. `${file} ${symbol}` -> bits of the roles that use the function.
 *
 * A function without a declared return type has all types of its body in its inferred one, as far as can be told. Types that only other
 * types are made of do not count: nobody needs their names.
 */
export function signatureUses(input: {
  graph: Graph;
  references: readonly Reference[];
  types: readonly TypeEdge[];
  /** Bits of the roles that use what a file exports under the name of a symbol. */
  roles(file: string, symbol: string): number;
}): Map<string, number> {
  const { graph, references, types, roles } = input;
  const found = new Map<string, number>();
  const add = (file: string, symbol: string, bits: number) => {
    if (bits !== 0) found.set(`${file} ${symbol}`, (found.get(`${file} ${symbol}`) ?? 0) | bits);
  };
  const valued = new Map<string, Map<string, Definition>>();
  const valuesOf = (file: string) => {
    let known = valued.get(file);
    if (!known) {
      known = new Map();
      for (const one of graph.files.get(file)?.definitions ?? [])
        if (one.container === "" && isValue(one)) known.set(one.name, one);
      valued.set(file, known);
    }
    return known;
  };
  for (const { from, to, kind } of types) {
    if (from.file !== to.file || kind === "extends" || kind === "implements") continue;
    const owner = from.symbol.split(".", 1)[0]!;
    if (valuesOf(from.file).has(owner)) add(to.file, to.symbol, roles(from.file, owner));
  }
  for (const { from, to } of references) {
    if (from.file !== to.file || to.symbol.includes(".")) continue;
    for (const [name, { startLine, endLine, signature, kind }] of valuesOf(from.file)) {
      if (name === to.symbol || from.line < startLine || from.line > endLine) continue;
      const isTyped = /\)\s*:/.test(signature) || kind === "class" || kind === "enum";
      if (isTyped ? signature.includes(`typeof ${to.symbol}`) : isTypeOnly(graph, to.file, to.symbol))
        add(to.file, to.symbol, roles(from.file, name));
    }
  }
  return found;
}

function isValue({ kind }: Definition): boolean {
  return kind !== "type" && kind !== "interface" && kind !== "namespace";
}

function isTypeOnly(graph: Graph, file: string, symbol: string): boolean {
  const all = graph.files.get(file)?.definitions.filter(({ name, container }) => container === "" && name === symbol);
  return all !== undefined && all.length > 0 && all.every(({ kind }) => kind === "type" || kind === "interface");
}
