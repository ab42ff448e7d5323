export interface WeightedEdge {
  from: string;
  to: string;
  weight: number;
}

/**
 * An order of nodes in which what uses stands before what is used, as far as cycles allow: the weight of edges that run backwards is
 * kept small. The greedy heuristic of Eades, Lin and Smyth (1993) makes a first order; alone it pushes whatever is used much to the
 * end, even when it uses more. So each node is then moved to where it is best, until nothing moves. Ties go by name.
 */
export function flowOrder(nodes: readonly string[], edges: readonly WeightedEdge[]): string[] {
  const order = greedyOrder(nodes, edges);
  const weights = new Map<string, Map<string, number>>(nodes.map((node) => [node, new Map()]));
  for (const { from, to, weight } of edges) {
    if (from === to || !weights.has(from) || !weights.has(to)) continue;
    // What is won when `to` stands behind `from`; for the pair the other way round it is lost.
    weights.get(from)!.set(to, (weights.get(from)!.get(to) ?? 0) + weight);
    weights.get(to)!.set(from, (weights.get(to)!.get(from) ?? 0) - weight);
  }
  for (let pass = 0, moved = true; moved && pass < mostPasses; pass++) {
    moved = false;
    for (const node of [...order]) moved = moveToBest(order, node, weights.get(node)!) || moved;
  }
  return order;
}

const mostPasses = 8;

function moveToBest(order: string[], node: string, wins: ReadonlyMap<string, number>): boolean {
  const now = order.indexOf(node);
  let best = now;
  let most = 0;
  for (const step of [-1, 1]) {
    let won = 0;
    for (let at = now + step; at >= 0 && at < order.length; at += step) {
      won -= step * (wins.get(order[at]!) ?? 0);
      if (won > most + 1e-9) [best, most] = [at, won];
    }
  }
  if (best === now) return false;
  order.splice(now, 1);
  order.splice(best, 0, node);
  return true;
}

function greedyOrder(nodes: readonly string[], edges: readonly WeightedEdge[]): string[] {
  const out = new Map<string, Map<string, number>>(nodes.map((node) => [node, new Map()]));
  const into = new Map<string, Map<string, number>>(nodes.map((node) => [node, new Map()]));
  for (const { from, to, weight } of edges) {
    if (from === to || !out.has(from) || !out.has(to)) continue;
    out.get(from)!.set(to, (out.get(from)!.get(to) ?? 0) + weight);
    into.get(to)!.set(from, (into.get(to)!.get(from) ?? 0) + weight);
  }
  const sum = (row: Map<string, number>) => [...row.values()].reduce((a, b) => a + b, 0);
  const excess = new Map(nodes.map((node) => [node, sum(out.get(node)!) - sum(into.get(node)!)]));
  const left = new Set([...nodes].sort());
  const first: string[] = [];
  const last: string[] = [];
  const take = (node: string) => {
    left.delete(node);
    for (const [to, weight] of out.get(node)!) {
      into.get(to)!.delete(node);
      excess.set(to, excess.get(to)! + weight);
    }
    for (const [from, weight] of into.get(node)!) {
      out.get(from)!.delete(node);
      excess.set(from, excess.get(from)! - weight);
    }
  };
  while (left.size > 0) {
    for (let found = true; found; ) {
      found = false;
      for (const node of left) {
        if (out.get(node)!.size > 0) continue;
        last.push(node);
        take(node);
        found = true;
      }
      for (const node of left) {
        if (into.get(node)!.size > 0) continue;
        first.push(node);
        take(node);
        found = true;
      }
    }
    let most: string | null = null;
    for (const node of left) if (most === null || excess.get(node)! > excess.get(most)!) most = node;
    if (most !== null) {
      first.push(most);
      take(most);
    }
  }
  return [...first, ...last.reverse()];
}
