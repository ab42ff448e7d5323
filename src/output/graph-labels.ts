import type { Collapsed, CollapsedNode } from "../questions/collapse.js";
import { cleanLine } from "./clean.js";
import { count } from "./figures.js";

/** Loose files of a folder are named up to this many; more are only counted. */
const named = 3;

/** The lines that stand in a node: a file's name, a folder with the number of its files, or loose files of a folder. */
export function labelOf({ id, kind, files, around }: CollapsedNode): string[] {
  const outer = around.at(-1);
  if (kind === "file") return [within(id, outer)];
  if (kind === "loose" && files.length <= named) return files.map((file) => within(file, outer));
  const size = `${count(files.length)} ${files.length === 1 ? "file" : "files"}`;
  return kind === "loose" ? [`${size} here`] : [within(id, outer), size];
}

/** A path without that of the folder around it. */
function within(path: string, around: string | undefined): string {
  return cleanLine(around !== undefined && path.startsWith(around) ? path.slice(around.length) : path);
}

/** An opened folder, with what is drawn in it. */
export interface Group {
  folder: string;
  label: string;
  groups: Group[];
  nodes: CollapsedNode[];
}

/** The opened folders of a picture, each in the one around it; the outermost has no frame. */
export function groupsOf({ nodes }: Collapsed): Group {
  const top: Group = { folder: "", label: "", groups: [], nodes: [] };
  const known = new Map([["", top]]);
  for (const node of nodes) {
    let outer = top;
    for (const folder of node.around) {
      let group = known.get(folder);
      if (!group) {
        group = { folder, label: within(folder, outer === top ? undefined : outer.folder), groups: [], nodes: [] };
        known.set(folder, group);
        outer.groups.push(group);
      }
      outer = group;
    }
    outer.nodes.push(node);
  }
  return top;
}
