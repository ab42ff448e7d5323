import { isTest } from "../syntax/languages.js";
import type { FileLinks } from "./file-links.js";

/** A picture of a graph with few enough nodes to be read. */
export interface Collapsed {
  nodes: CollapsedNode[];
  edges: CollapsedEdge[];
}

export interface CollapsedNode {
  /** A file's path, a folder's with `/` behind it, or `FOLDER/.` for the files that stand in a folder itself (git knows no file of that name). */
  id: string;
  kind: "file" | "folder" | "loose";
  /** The opened folders around it that hold more than it, outermost first, as paths. A chain of folders is one. */
  around: string[];
  /** Sorted. Every file of the graph is in exactly one node. */
  files: string[];
  /** Links between files inside the node. */
  inside: number;
}

/** Links from the files of one node to those of another. */
export interface CollapsedEdge {
  from: string;
  to: string;
  count: number;
  /** Those of them that do not start in a test. */
  beyondTests: number;
  typeOnly: boolean;
}

/**
 * Collapses folders until at most `most` nodes (at least 1) are left. Begins with everything in one node and opens, as long as there
 * is room, the one that hides most links for what opening adds; links from tests count a tenth, folders of tests are opened last, and
 * what hides next to nothing stays closed. Always the same for the same graph.
 */
export function collapse({ files, links }: FileLinks, most: number): Collapsed {
  const { root, box } = tree(files);
  for (const { from, to } of links) {
    const weight = isTest(from) ? 0.1 : 1;
    const [a, b] = [pathTo(box.get(from)!), pathTo(box.get(to)!)];
    for (let i = 0; i < a.length && a[i] === b[i]; i++) a[i]!.hidden += weight;
  }
  const shown = new Set([root]);
  // Where everything fits, everything is shown; a picture that must choose spends no node on 4 % of the links.
  const least = files.length <= most ? 0 : root.hidden * 0.04;
  for (let open = best(shown, most, least); open; open = best(shown, most, least)) {
    shown.delete(open);
    for (const part of open.parts) shown.add(part);
  }
  return drawn(shown, box, links);
}

/** A folder, the loose files of a folder that has subfolders too, or a file. */
interface Box {
  id: string;
  kind: CollapsedNode["kind"];
  parent: Box | null;
  parts: Box[];
  /** Weight of the links that have both ends inside. */
  hidden: number;
  onlyTests: boolean;
}

interface Folder {
  path: string;
  folders: Map<string, Folder>;
  files: string[];
}

function tree(files: string[]): { root: Box; box: Map<string, Box> } {
  const top: Folder = { path: "", folders: new Map(), files: [] };
  for (const file of files) {
    let folder = top;
    const names = file.split("/");
    for (const name of names.slice(0, -1)) {
      let next = folder.folders.get(name);
      if (!next) {
        next = { path: `${folder.path}${name}/`, folders: new Map(), files: [] };
        folder.folders.set(name, next);
      }
      folder = next;
    }
    folder.files.push(file);
  }
  const box = new Map<string, Box>();
  return { root: boxOf(top, null, box), box };
}

function boxOf(folder: Folder, parent: Box | null, box: Map<string, Box>): Box {
  let inner = folder;
  // A chain such as src/main/java is one box.
  while (inner.files.length === 0 && inner.folders.size === 1) inner = [...inner.folders.values()][0]!;
  const made: Box = { id: inner.path || "/", kind: "folder", parent, parts: [], hidden: 0, onlyTests: false };
  made.parts = [...inner.folders.values()].map((child) => boxOf(child, made, box));
  let holder = made;
  if (inner.folders.size > 0 && inner.files.length > 1) {
    holder = { id: `${inner.path}.`, kind: "loose", parent: made, parts: [], hidden: 0, onlyTests: false };
    made.parts.push(holder);
  }
  for (const file of inner.files) {
    const leaf: Box = { id: file, kind: "file", parent: holder, parts: [], hidden: 0, onlyTests: false };
    holder.parts.push(leaf);
    box.set(file, leaf);
  }
  if (holder !== made) holder.onlyTests = holder.parts.every((part) => part.onlyTests);
  made.onlyTests = made.parts.every((part) => part.onlyTests);
  return made;
}

/** The boxes around a box and itself, outermost first. */
function pathTo(box: Box): Box[] {
  const path: Box[] = [];
  for (let at: Box | null = box; at; at = at.parent) path.push(at);
  return path.reverse();
}

/**
 * The box to be opened next. By hidden links alone a leaf of sixty files would come before the three folders that explain it; by links
 * for each added node, ten small leaves before the folder that is the program: the square root stands between.
 */
function best(shown: Set<Box>, most: number, least: number): Box | null {
  let found: Box | null = null;
  let value = -1;
  for (const box of shown) {
    const added = box.parts.length - 1;
    if (box.parts.length === 0 || shown.size + added > most || (added > 0 && box.hidden < least)) continue;
    const gain = (added === 0 ? Number.MAX_VALUE : box.hidden / Math.sqrt(added)) * (box.onlyTests ? 1e-9 : 1);
    if (gain > value || (gain === value && box.id < found!.id)) [found, value] = [box, gain];
  }
  return found;
}

function drawn(shown: Set<Box>, box: Map<string, Box>, links: FileLinks["links"]): Collapsed {
  const nodeOf = new Map<string, CollapsedNode>();
  const nodes = new Map<Box, CollapsedNode>();
  for (const [file, leaf] of box) {
    let at = leaf;
    while (!shown.has(at)) at = at.parent!;
    let node = nodes.get(at);
    if (!node) {
      // A frame around one thing tells nothing.
      const around = pathTo(at).filter(
        (outer) => outer !== at && outer.kind === "folder" && outer.id !== "/" && outer.parts.length > 1,
      );
      node = { id: at.id, kind: at.kind, around: around.map(({ id }) => id), files: [], inside: 0 };
      nodes.set(at, node);
    }
    node.files.push(file);
    nodeOf.set(file, node);
  }
  const edges = new Map<string, CollapsedEdge>();
  for (const { from, to, typeOnly } of links) {
    const [a, b] = [nodeOf.get(from)!, nodeOf.get(to)!];
    if (a === b) {
      a.inside++;
      continue;
    }
    const key = `${a.id}\n${b.id}`;
    let edge = edges.get(key);
    if (!edge) {
      edge = { from: a.id, to: b.id, count: 0, beyondTests: 0, typeOnly: true };
      edges.set(key, edge);
    }
    edge.count++;
    if (!isTest(from)) edge.beyondTests++;
    edge.typeOnly &&= typeOnly;
  }
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
  return { nodes: [...nodes.values()].sort(byId), edges: [...edges.values()] };
}
