import { catalogue } from "../src/model/catalogue.js";
import { pull } from "../src/model/pull.js";

/**
 * The path of the model for tests in the real model folder, fetched with v4's own pull where it is missing. Several
 * workers may ask at once: pull's own lock lets one fetch and the others wait.
 */
export async function testModel(): Promise<string> {
  const row = catalogue().find((r) => r.role === "test")!;
  for await (const event of pull(row)) if (event.type === "done") return event.path;
  throw new Error("a fetch ended without a word");
}

/** Before the first test of a run: the fetch would not fit into a test's time limit. */
export async function setup(): Promise<void> {
  await testModel();
}
