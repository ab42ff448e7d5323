import type { Collapsed } from "../questions/collapse.js";
import { flowOrder } from "../questions/flow.js";

/** One line of a drawing: all links between two nodes, in both directions. */
export interface DrawnEdge {
  /** The end that is drawn before the other. */
  tail: string;
  head: string;
  forth: number;
  back: number;
  beyondTests: number;
  typeOnly: boolean;
}

export interface Drawing {
  edges: DrawnEdge[];
  /** Pairs of nodes with links between them, drawn or not. */
  pairs: number;
}

/**
 * What a layout is given of a picture. Two directions are one line, and every line runs with the flow: left to itself, a layered
 * layout lets one import back turn the picture around. Of more than two lines a node only the strongest are drawn, those from tests
 * last, and the strongest of each node in any case.
 */
export function drawing({ nodes, edges }: Collapsed): Drawing {
  const order = flowOrder(
    nodes.map(({ id }) => id),
    edges.map(({ from, to, count, beyondTests }) => ({ from, to, weight: beyondTests + 0.01 * count })),
  );
  const rank = new Map(order.map((id, number) => [id, number]));
  const pairs = new Map<string, DrawnEdge>();
  for (const { from, to, count, beyondTests, typeOnly } of edges) {
    const flows = rank.get(from)! < rank.get(to)!;
    const [tail, head] = flows ? [from, to] : [to, from];
    const key = `${tail}\n${head}`;
    let pair = pairs.get(key);
    if (!pair) {
      pair = { tail, head, forth: 0, back: 0, beyondTests: 0, typeOnly: true };
      pairs.set(key, pair);
    }
    pair[flows ? "forth" : "back"] += count;
    pair.beyondTests += beyondTests;
    pair.typeOnly &&= typeOnly;
  }
  return { edges: strongest([...pairs.values()], Math.max(least, 2 * nodes.length)), pairs: pairs.size };
}

/** Lines that are always drawn: so many can be followed by eye in a picture of any size. */
const least = 60;

function strongest(pairs: DrawnEdge[], most: number): DrawnEdge[] {
  if (pairs.length <= most) return pairs;
  const links = (edge: DrawnEdge) => edge.forth + edge.back;
  const sorted = [...pairs].sort((a, b) => b.beyondTests - a.beyondTests || links(b) - links(a));
  const chosen = new Set(sorted.slice(0, most));
  const reached = new Set([...chosen].flatMap(({ tail, head }) => [tail, head]));
  for (const edge of sorted) {
    if (reached.has(edge.tail) && reached.has(edge.head)) continue;
    chosen.add(edge);
    reached.add(edge.tail).add(edge.head);
  }
  return pairs.filter((edge) => chosen.has(edge));
}
