import type { Evaluator } from "../../graph/evaluator.js";
import type { LinkedFile } from "../../graph/linked-file.js";
import { languages } from "../../syntax/languages.js";

/** Whether a module has one definition of a name: conditions and files for one system each may define it again, and differently. */
export function isOnly({ graph }: Evaluator, file: LinkedFile, container: string, name: string): boolean {
  if (file.byName.get(container)?.get(name)?.length !== 1) return false;
  if (!languages.get(file.language)!.dead?.isFolderModule) return true;
  const folder = file.path.slice(0, file.path.lastIndexOf("/") + 1);
  for (const [path, { language, definitions }] of graph.files) {
    if (path === file.path || language !== file.language || !path.startsWith(folder)) continue;
    if (path.slice(folder.length).includes("/")) continue;
    if (definitions.some((one) => one.container === container && one.name === name)) return false;
  }
  return true;
}
