/** A line of the token tree. `rest` stands for the smaller children of a folder together. */
export interface TokenTreeRow {
  depth: number;
  kind: "folder" | "file" | "rest";
  /** A folder's name ends with `/`; for `rest` the number of files it stands for, in words. */
  label: string;
  tokens: number;
  /** Path of the file, for looking it up in the ledger; "" for folders. */
  file: string;
}

/** Children below this share of all tokens are folded together. */
const smallestShare = 0.005;
const mostChildren = 15;

/**
 * Where the tokens of a prompt are: folders and files, largest first, in at most about `mostRows` lines. The folder with the
 * most tokens is opened first, so the lines go where the tokens are; a folder with one child shares its line with it.
 */
export function tokenTree(files: readonly { file: string; tokens: number }[], mostRows = 40): TokenTreeRow[] {
  const root = nodeOf(files);
  const opened = new Set<Node>();
  let rows = 0;
  const waiting = [root];
  for (let folder = waiting.pop(); folder; folder = waiting.pop()) {
    const children = shownChildren(folder, root.tokens);
    const added = children.shown.length + (children.rest.length > 0 ? 1 : 0);
    if (rows > 0 && rows + added > mostRows) continue;
    rows += added;
    opened.add(folder);
    waiting.push(...children.shown.filter((child) => child.children.size > 0));
    waiting.sort((a, b) => a.tokens - b.tokens || (a.path < b.path ? 1 : -1));
  }
  const out: TokenTreeRow[] = [];
  const print = (folder: Node, depth: number) => {
    const { shown, rest } = shownChildren(folder, root.tokens);
    for (const child of shown) {
      const isFolder = child.children.size > 0;
      const label = child.path.slice(folder.path.length);
      out.push({
        depth,
        kind: isFolder ? "folder" : "file",
        label,
        tokens: child.tokens,
        file: isFolder ? "" : child.path,
      });
      if (opened.has(child)) print(child, depth + 1);
    }
    if (rest.length > 0) {
      const count = rest.reduce((sum, child) => sum + child.files, 0);
      const tokens = rest.reduce((sum, child) => sum + child.tokens, 0);
      out.push({ depth, kind: "rest", label: `${count} more ${count === 1 ? "file" : "files"}`, tokens, file: "" });
    }
  };
  print(root, 0);
  return out;
}

interface Node {
  path: string;
  tokens: number;
  files: number;
  /** Empty for a file. */
  children: Map<string, Node>;
}

function nodeOf(files: readonly { file: string; tokens: number }[]): Node {
  const root: Node = { path: "", tokens: 0, files: 0, children: new Map() };
  for (const { file, tokens } of files) {
    let node = root;
    const parts = file.split("/");
    for (let depth = 0; ; depth++) {
      node.tokens += tokens;
      node.files++;
      if (depth === parts.length) break;
      const name = depth === parts.length - 1 ? parts[depth]! : `${parts[depth]}/`;
      let next = node.children.get(name);
      if (!next) {
        next = { path: node.path + name, tokens: 0, files: 0, children: new Map() };
        node.children.set(name, next);
      }
      node = next;
    }
  }
  return root;
}

function shownChildren(folder: Node, total: number): { shown: Node[]; rest: Node[] } {
  const children = [...folder.children.values()].map(chainEnd);
  children.sort((a, b) => b.tokens - a.tokens || (a.path < b.path ? -1 : 1));
  const large = children.filter((child) => child.tokens >= total * smallestShare).slice(0, mostChildren);
  // One line for one small child says more than "1 more".
  const shown = children.length - large.length <= 1 ? children : large;
  return { shown, rest: children.slice(shown.length) };
}

function chainEnd(node: Node): Node {
  let end = node;
  while (end.children.size === 1) end = end.children.values().next().value!;
  return end;
}
