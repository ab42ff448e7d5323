import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { applyTexts } from "../../../src/commands/apply-texts.js";
import { removeDeadCode } from "../../../src/commands/remove-dead-code.js";
import { indexRepository } from "../../../src/graph/index-repository.js";
import { packageRoot } from "../../../src/places.js";
import { openRepository } from "../../../src/repo/open.js";
import { repositoryOf } from "./repository-of.js";

const fixtures = join(packageRoot, "fixtures/deadcode-fix");

/** Path -> text of everything below a folder. */
function textsIn(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.slice(folder.length).startsWith("/.git"))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(folder.length + 1), readFileSync(path, "utf8")] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

describe("what --fix makes of the leaves of fixtures/deadcode-fix is what stands beside them", () => {
  test.each(readdirSync(fixtures).sort())("%s", async (leaf) => {
    const { root, remove } = repositoryOf(join(fixtures, leaf, "before"));
    try {
      const index = await indexRepository(await openRepository(root));
      const { texts } = await removeDeadCode(index, { production: false, select: (found) => found });
      await index.close();
      applyTexts(root, new Map([...texts].map(([path, { after }]) => [path, after])));
      expect(textsIn(root)).toEqual(textsIn(join(fixtures, leaf, "after")));
    } finally {
      remove();
    }
  });
});
