import type { SymbolPlace, TypeEdge } from "../graph/graph.js";

/** One step of a hierarchy: `from` extends or implements `to`. */
export interface HierarchyEdge extends TypeEdge {
  /** `up` leads away from the symbol to what it builds on, `down` comes from what builds on it. */
  direction: "up" | "down";
  /** Steps from the symbol, from 1. */
  depth: number;
}

/** The types above and below some symbols, nearest first. Each edge is told once, so a circle ends. */
export function hierarchy(types: readonly TypeEdge[], symbols: readonly SymbolPlace[]): HierarchyEdge[] {
  const edges = types.filter(({ kind }) => kind === "extends" || kind === "implements");
  return [...walk(edges, symbols, "up"), ...walk(edges, symbols, "down")];
}

function walk(edges: TypeEdge[], symbols: readonly SymbolPlace[], direction: "up" | "down"): HierarchyEdge[] {
  const [near, far] = direction === "up" ? (["from", "to"] as const) : (["to", "from"] as const);
  const byEnd = new Map<string, TypeEdge[]>();
  for (const edge of edges) {
    const key = keyOf(edge[near]);
    const list = byEnd.get(key);
    if (list) list.push(edge);
    else byEnd.set(key, [edge]);
  }
  const found: HierarchyEdge[] = [];
  let level = new Set(symbols.map(keyOf));
  const seen = new Set(level);
  for (let depth = 1; level.size > 0; depth++) {
    const next = new Set<string>();
    for (const key of level) {
      for (const edge of byEnd.get(key) ?? []) {
        found.push({ ...edge, direction, depth });
        const end = keyOf(edge[far]);
        if (!seen.has(end)) next.add(end);
        seen.add(end);
      }
    }
    level = next;
  }
  return found;
}

const keyOf = ({ file, symbol }: SymbolPlace) => `${file}\n${symbol}`;
