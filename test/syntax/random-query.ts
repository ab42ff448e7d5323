import { flag, type SyntaxTree } from "../../src/syntax/tree.js";

/** A query made from the nodes of a tree, so that most of its patterns match somewhere. `random` gives numbers from 0 up to 1. */
export function randomQuery(tree: SyntaxTree, random: () => number): string {
  let at = Math.floor(random() * tree.count);
  // Leaves make dull queries.
  for (let left = 3; left > 0 && tree.after[at]! === at + 1; left--) at = tree.parent[at]!;
  const source = patternAt(tree, at, random, 0);
  const shape = random();
  const next = tree.after[at]!;
  if (shape < 0.1 && next < tree.count && tree.parent[next] === tree.parent[at] && source[0] === "(") {
    return `(${source}${random() < 0.4 ? " ." : ""} ${patternAt(tree, next, random, 1)})`;
  }
  if (shape < 0.2) return `[${source} ${patternAt(tree, Math.floor(random() * tree.count), random, 0)}]`;
  return source;
}

/** Nodes whose children stand directly in them: elsewhere tree-sitter may take a child for the last one that is not. */
const lists = ["arguments", "array", "object", "template_string", "parenthesized_expression", "type_arguments"];

/** A pattern that fits a node of the tree, with parts left out, made general or altered at random. */
function patternAt(
  tree: SyntaxTree,
  node: number,
  random: () => number,
  depth: number,
  isNeeded = depth === 0,
): string {
  const { grammar } = tree;
  const chance = (one: number) => random() < one;
  const name = grammar.types[tree.type[node]!] ?? "ERROR";
  const isNamed = (tree.flags[node]! & flag.named) !== 0;
  const capture = () => (chance(0.5) ? ` @${"abc"[Math.floor(random() * 3)]}` : "");
  const suffix = (pattern: string) => {
    // A repetition inside another may keep tree-sitter busy for ever.
    const isRepeatable = !isNeeded && chance(0.2) && !/[?*+](?!")/.test(pattern);
    return `${pattern}${isRepeatable ? "?*+"[Math.floor(random() * 3)] : ""}${capture()}`;
  };
  // tree-sitter finds a root of any type by its children, and when they may be absent, only where they are not.
  const isAny = chance(0.12);
  const needsChildren = depth === 0 && isAny;
  const around = (pattern: string) => (needsChildren ? pattern + capture() : suffix(pattern));
  const inner = (child: number) => patternAt(tree, child, random, depth + 1, needsChildren);
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
      let part = inner(child);
      if (chance(0.15)) {
        const other = children[Math.floor(random() * children.length)]!;
        const more = inner(other);
        part = around(chance(0.5) ? `[${part} ${more}]` : `[${more} ${part}]`);
      } else if (chance(0.08) && part.startsWith("(")) {
        const other = children[Math.floor(random() * children.length)]!;
        part = around(`(${part}${chance(0.4) ? " ." : ""} ${inner(other)})`);
      }
      parts.push(`${field}${part}`);
    }
    if (parts.length > 0 && lists.includes(name) && !isAny && chance(0.3)) parts.push(".");
    if (chance(0.05)) parts.unshift(`!${grammar.fields[1 + Math.floor(random() * (grammar.fields.length - 1))]}`);
  }
  return suffix(`(${[isAny ? "_" : name, ...parts].join(" ")})`);
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
