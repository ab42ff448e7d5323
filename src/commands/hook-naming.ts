import { checkName } from "../memory/check.js";
import { declarationsOf } from "../memory/declarations.js";
import { keepTable, keptTable } from "../memory/keep.js";
import { learnNames } from "../memory/learn.js";
import type { FileFacts } from "../syntax/facts.js";
import { type Found, quoted } from "./hook-finding.js";
import type { State } from "./hook-state.js";

/** Names that come with a change and are not as the others around them. What was not learned yet is learned from the state before. */
export async function newNames(
  root: string,
  files: readonly { path: string; before: FileFacts | undefined; after: FileFacts }[],
  gone: readonly (FileFacts | undefined)[],
  before: () => Promise<State>,
): Promise<Found[]> {
  const old = new Set(
    [...files.map(({ before: was }) => was), ...gone].flatMap((was) => (was ? declarationsOf("", was).map(keyOf) : [])),
  );
  const fresh = files.flatMap(({ path, after }) => declarationsOf(path, after)).filter((one) => !old.has(keyOf(one)));
  if (fresh.length === 0) return [];
  let table = keptTable(root);
  if (!table) {
    table = learnNames([...(await before()).input.graph.files].flatMap(([path, facts]) => declarationsOf(path, facts)));
    keepTable(root, table);
  }
  const known = table;
  return fresh.flatMap((declaration) => {
    const { ok, rule, suggestion, file, line, name } = checkName(known, declaration);
    if (ok) return [];
    const better = suggestion === null ? "" : `; ${suggestion}?`;
    const remedy = `v4 memory check ${quoted(file)}`;
    return [{ check: "naming" as const, file, line, message: `${name}: ${rule}${better}`, remedy }];
  });
}

/** A name that moves to another file is not new. */
const keyOf = ({ kind, name }: { kind: string; name: string }) => `${kind} ${name}`;
