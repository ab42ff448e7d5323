import type { RepositoryIndex } from "../graph/index-repository.js";
import type { Broke } from "../output/removal-lines.js";
import type { Face } from "./face.js";
import type { Removed, RemoveOptions } from "./remove-dead-code.js";

export async function verifiedRemoval(
  _index: RepositoryIndex,
  removed: Removed,
  _options: RemoveOptions & { command: string },
  _face: Face,
): Promise<{ removed: Removed; broke: Broke[] }> {
  return { removed, broke: [] };
}
