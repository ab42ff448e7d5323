import type { RepositoryIndex } from "../graph/index-repository.js";
import { openRepository } from "../repo/open.js";
import { type Face, printAside } from "./face.js";

/** The index of the repository that holds a folder, brought up to date, with a progress line while files are parsed. Close it. */
export async function openIndex(cwd: string, face: Face): Promise<RepositoryIndex> {
  const opened = openRepository(cwd);
  // Loaded while git answers. A failure of either is told where it is awaited.
  const loaded = import("../graph/index-repository.js");
  loaded.catch(() => {});
  const repository = await opened;
  const { indexRepository } = await loaded;
  const progress = indexProgress(face);
  try {
    const index = await indexRepository(repository, { signal: face.signal, onProgress: progress.show });
    await progress.clear();
    if (index.store.problem) await printAside(face, `note: ${index.store.problem}`);
    return index;
  } finally {
    await progress.clear();
  }
}

/** The words and the bar are loaded when there is something to show: a warm index has nothing to parse. */
function indexProgress(face: Face): { show(done: number, total: number): void; clear(): Promise<void> } {
  let line: Promise<{ clear(): string; line(done: number, total: number): string }> | null = null;
  const load = async () => {
    const { startProgress } = await import("../output/work.js");
    const progress = startProgress(face.stderr, face.quiet);
    return {
      clear: progress.clear,
      line: (done: number, total: number) => progress.line({ type: "indexing", done, total }),
    };
  };
  let drawn = Promise.resolve();
  return {
    show(done, total) {
      line ??= load();
      const now = line;
      drawn = drawn.then(async () => void face.stderr.write((await now).line(done, total)));
    },
    async clear() {
      if (!line) return;
      await drawn;
      face.stderr.write((await line).clear());
    },
  };
}
