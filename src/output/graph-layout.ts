import { flowOrder, type WeightedEdge } from "../questions/flow.js";
import type { PageGraph } from "../questions/page-graph.js";

/** In pixels at the scale at which labels have their natural size; the origin is the upper left corner. */
export interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface FolderPlace extends Place {
  /** From the root, with `/` behind it. */
  path: string;
  /** The path below the folder around it: a chain of folders is one. */
  label: string;
  depth: number;
  /** Number of the folder around it, -1 for the outermost. */
  parent: number;
}

export interface Layout {
  width: number;
  height: number;
  /** Outer folders before those in them. */
  folders: FolderPlace[];
  /** By number of the file. */
  files: (Place & { folder: number })[];
}

const fileHeight = 20;
const gap = 4;
const padding = 8;
const titleHeight = 18;
const letterWidth = 6.2;
const shape = 1.7;

/**
 * Every folder as a box in the box of the folder around it, every file as a small box with its name. What uses stands above or left
 * of what is used, as far as cycles allow. A force-directed picture of 1,500 files is a ball of wool that looks different at every
 * run; boxes keep labels apart, show where a file stands, and are always the same for the same graph.
 */
export function layOut({ files, links }: PageGraph): Layout {
  const top = folderTree(files.map(({ path }) => path));
  const measured = measure(top, ownersOf(top, files.length), links);
  const layout: Layout = {
    width: measured.width,
    height: measured.height,
    folders: [],
    files: new Array(files.length),
  };
  place(measured, 0, 0, -1, layout);
  return layout;
}

interface Folder {
  path: string;
  label: string;
  depth: number;
  folders: Folder[];
  files: { number: number; name: string }[];
}

function folderTree(paths: readonly string[]): Folder {
  const top: Folder = { path: "", label: "", depth: 0, folders: [], files: [] };
  const known = new Map([["", top]]);
  for (const [number, path] of paths.entries()) {
    let folder = top;
    for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1)) {
      const key = path.slice(0, at + 1);
      let inner = known.get(key);
      if (!inner) {
        inner = { path: key, label: key.slice(folder.path.length), depth: 0, folders: [], files: [] };
        known.set(key, inner);
        folder.folders.push(inner);
      }
      folder = inner;
    }
    folder.files.push({ number, name: path.slice(folder.path.length) });
  }
  return joined(top, 0);
}

/** Chains of folders as one, and depths. The outermost keeps its place: it is the repository. */
function joined(folder: Folder, depth: number): Folder {
  let at = folder;
  let label = folder.label;
  while (depth > 0 && at.files.length === 0 && at.folders.length === 1) {
    at = at.folders[0]!;
    label += at.label;
  }
  return { ...at, label, depth, folders: at.folders.map((inner) => joined(inner, depth + 1)) };
}

/** For each file, the folders around it, outermost first. */
function ownersOf(top: Folder, count: number): Folder[][] {
  const owners: Folder[][] = new Array(count);
  const visit = (folder: Folder, around: Folder[]) => {
    const path = [...around, folder];
    for (const { number } of folder.files) owners[number] = path;
    for (const inner of folder.folders) visit(inner, path);
  };
  visit(top, []);
  return owners;
}

interface Box {
  width: number;
  height: number;
  folder: Folder | null;
  file: number;
  inside: { box: Box; x: number; y: number }[];
}

function measure(folder: Folder, owners: Folder[][], links: PageGraph["links"]): Box {
  const { depth } = folder;
  // A link counts for the folder that holds its ends in different parts; the others are handed down.
  const own: PageGraph["links"] = [];
  const handedDown = new Map<Folder, PageGraph["links"]>(folder.folders.map((inner) => [inner, []]));
  for (const link of links) {
    const [a, b] = [owners[link.from]![depth + 1], owners[link.to]![depth + 1]];
    if (a !== undefined && a === b) handedDown.get(a)!.push(link);
    else own.push(link);
  }
  const loose = folder.files.length > 0 ? [fileBlock(folder, own)] : [];
  const parts = new Map<string, Box>(loose.map((box) => ["", box]));
  for (const inner of folder.folders) parts.set(inner.path, measure(inner, owners, handedDown.get(inner)!));
  const partOf = (file: number) => owners[file]![depth + 1]?.path ?? "";
  const edges = own.map(({ from, to }) => ({ from: partOf(from), to: partOf(to), weight: 1 }));
  // What no link ties to a place is sorted by height: rows of equal heights waste no room.
  const byHeight = [...parts.keys()].sort((a, b) => parts.get(b)!.height - parts.get(a)!.height);
  const ordered = linkedFirst(byHeight, edges).map((key) => parts.get(key)!);
  const inside = shelves(ordered, gap * 2);
  const title = depth > 0 ? titleHeight : 0;
  const box: Box = { ...extent(inside), folder, file: -1, inside };
  for (const part of inside) {
    part.x += padding;
    part.y += padding + title;
  }
  box.width = Math.max(box.width, folder.label.length * letterWidth + gap) + 2 * padding;
  box.height += 2 * padding + title;
  return box;
}

/** The files that stand in a folder itself, as a grid. */
function fileBlock(folder: Folder, links: PageGraph["links"]): Box {
  const names = new Map(folder.files.map(({ number, name }) => [String(number), name]));
  const edges = links.map(({ from, to }) => ({ from: String(from), to: String(to), weight: 1 }));
  const order = linkedFirst(
    [...names.keys()],
    edges.filter(({ from, to }) => names.has(from) && names.has(to)),
  );
  const width = Math.min(
    190,
    [...names.values()].reduce((most, name) => Math.max(most, name.length * letterWidth + 14), 60),
  );
  const columns = Math.max(1, Math.round(Math.sqrt((order.length * (fileHeight + gap) * shape) / (width + gap))));
  const inside = order.map((key, i) => ({
    box: { width, height: fileHeight, folder: null, file: Number(key), inside: [] },
    x: (i % columns) * (width + gap),
    y: Math.floor(i / columns) * (fileHeight + gap),
  }));
  return { ...extent(inside), folder: null, file: -1, inside };
}

/** In the order of the flow; what no edge touches comes last. */
function linkedFirst(keys: string[], edges: WeightedEdge[]): string[] {
  const touched = new Set(edges.filter(({ from, to }) => from !== to).flatMap(({ from, to }) => [from, to]));
  const order = flowOrder(
    keys.filter((key) => touched.has(key)),
    edges,
  );
  return [...order, ...keys.filter((key) => !touched.has(key))];
}

/** Boxes in rows, in their order; low ones stand on each other beside a high one. Of several widths the one with the best shape. */
function shelves(boxes: Box[], between: number): Box["inside"] {
  const widest = boxes.reduce((most, { width }) => Math.max(most, width), 0);
  const area = boxes.reduce((sum, { width, height }) => sum + (width + between) * (height + between), 0);
  let best: Box["inside"] = [];
  let cost = Number.POSITIVE_INFINITY;
  for (let factor = 0.7; factor < 2.2; factor += 0.1) {
    const rows = rowsOf(boxes, Math.max(widest, Math.sqrt(area * shape) * factor), between);
    const { width, height } = extent(rows);
    const aspect = width / Math.max(1, height) / shape;
    const now = width * height * Math.max(aspect, 1 / aspect) ** 0.5;
    if (now < cost) [best, cost] = [rows, now];
  }
  return best;
}

function rowsOf(boxes: Box[], most: number, between: number): Box["inside"] {
  const placed: Box["inside"] = [];
  let [x, y, rowHeight, columnWidth, columnHeight] = [0, 0, 0, 0, 0];
  for (const box of boxes) {
    if (columnHeight > 0 && columnHeight + between + box.height <= rowHeight) {
      placed.push({ box, x, y: y + columnHeight + between });
      columnHeight += between + box.height;
      columnWidth = Math.max(columnWidth, box.width);
      continue;
    }
    if (columnWidth > 0) x += columnWidth + between;
    if (x > 0 && x + box.width > most) {
      [x, y] = [0, y + rowHeight + between];
      rowHeight = 0;
    }
    placed.push({ box, x, y });
    [columnWidth, columnHeight, rowHeight] = [box.width, box.height, Math.max(rowHeight, box.height)];
  }
  return placed;
}

function extent(inside: Box["inside"]): { width: number; height: number } {
  const most = (ends: number[]) => ends.reduce((a, b) => Math.max(a, b), 0);
  return {
    width: most(inside.map(({ box, x }) => x + box.width)),
    height: most(inside.map(({ box, y }) => y + box.height)),
  };
}

function place(box: Box, x: number, y: number, parent: number, layout: Layout): void {
  const { width, height, folder, file } = box;
  let around = parent;
  if (folder && folder.depth > 0) {
    const { path, label, depth } = folder;
    around = layout.folders.push({ path, label, depth, parent, x, y, width, height }) - 1;
  }
  if (file >= 0) layout.files[file] = { x, y, width, height, folder: parent };
  for (const part of box.inside) place(part.box, x + part.x, y + part.y, around, layout);
}
