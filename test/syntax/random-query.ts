import { flag, type SyntaxTree } from "../../src/syntax/tree.js";

/** A query made from the nodes of a tree, so that most of its patterns match somewhere. `random` gives numbers from 0 up to 1. */
export function randomQuery(tree: SyntaxTree, random: () => number): string {
  const at = Math.floor(random() * tree.count);
  const source = patternAt(tree, at, random, 0);
  const shape = random();
  const next = tree.after[at]!;
  if (shape < 0.1 && next < tree.count && tree.parent[next] === tree.parent[at] && source[0] === "(") {
    return `(${source}${random() < 0.4 ? " ." : ""} ${patternAt(tree, next, random, 1)})`;
  }
  if (shape < 0.2) return `[${source} ${patternAt(tree, Math.floor(random() * tree.count), random, 0)}]`;
  return source;
}

/** A pattern that fits a node of the tree, with parts left out, made general or altered at random. */
function patternAt(tree: SyntaxTree, node: number, random: () => number, depth: number): string {
  const { grammar } = tree;
  const chance = (one: number) => random() < one;
  const name = grammar.types[tree.type[node]!] ?? "ERROR";
  const isNamed = (tree.flags[node]! & flag.named) !== 0;
  const capture = () => (chance(0.5) ? ` @${"abc"[Math.floor(random() * 3)]}` : "");
  // A repetition inside another may keep tree-sitter busy for ever.
  const suffix = (pattern: string) =>
    `${pattern}${depth > 0 && chance(0.2) && !/[?*+](?!")/.test(pattern) ? "?*+"[Math.floor(random() * 3)] : ""}${capture()}`;
  if (!isNamed) return suffix(chance(0.15) ? "_" : JSON.stringify(name));
  const children: number[] = [];
  for (let child = node + 1; child < tree.after[node]!; child = tree.after[child]!) children.push(child);
  const parts: string[] = [];
  if (depth < 3) {
    for (const child of children) {
      const keep = (tree.flags[child]! & flag.named) !== 0 ? 0.5 : 0.15;
      if (parts.length >= 4 || !chance(keep)) continue;
      if (chance(0.15)) parts.push(".");
      const field = tree.field[child]! && chance(0.4) ? `${grammar.fields[tree.field[child]!]}: ` : "";
      let part = patternAt(tree, child, random, depth + 1);
      if (chance(0.15)) {
        const other = children[Math.floor(random() * children.length)]!;
        const more = patternAt(tree, other, random, depth + 1);
        part = suffix(chance(0.5) ? `[${part} ${more}]` : `[${more} ${part}]`);
      } else if (chance(0.08) && part.startsWith("(")) {
        const other = children[Math.floor(random() * children.length)]!;
        part = suffix(`(${part}${chance(0.4) ? " ." : ""} ${patternAt(tree, other, random, depth + 1)})`);
      }
      parts.push(`${field}${part}`);
    }
    if (parts.length > 0 && parts.at(-1) !== "." && chance(0.1)) parts.push(".");
    if (chance(0.05)) parts.unshift(`!${grammar.fields[1 + Math.floor(random() * (grammar.fields.length - 1))]}`);
  }
  return suffix(`(${[chance(0.12) ? "_" : name, ...parts].join(" ")})`);
}

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
