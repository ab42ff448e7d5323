import { describe, expect, test } from "vitest";
import { commandsOf } from "../../src/project/command-line.js";

const names = (line: string) => commandsOf(line).map(({ name }) => name);

describe("a line of shell", () => {
  test.each([
    ["one command", "tsc -p .", ["tsc"]],
    ["commands behind each other", "rimraf dist && tsc || exit 1; echo done", ["rimraf", "tsc", "exit", "echo"]],
    ["a pipe", "esbuild a.ts | node", ["esbuild", "node"]],
    ["brackets", "(a && b) & c", ["a", "b", "c"]],
    ["variables before a command", "NODE_ENV=test CI=1 vitest run", ["vitest"]],
    ["what a runner starts", "cross-env A=1 vitest", ["cross-env", "vitest"]],
    ["options of a runner that have values", "npx -p typescript tsc --noEmit", ["npx", "tsc"]],
    ["a runner that needs its subcommand", "pnpm exec eslint . && pnpm build", ["pnpm", "eslint", "pnpm"]],
    ["a script that is run by its name", "npm run build", ["npm"]],
    ["lines within quotes", 'concurrently "tsc -w" "vite dev"', ["concurrently", "tsc", "vite"]],
    ["separators within quotes", 'echo "a && b; c"', ["echo"]],
    ["a line that goes on", "tsc \\\n  --noEmit", ["tsc"]],
    ["a here-document", "cat <<EOF\nnot a command\nEOF\nls", ["cat", "ls"]],
    ["nothing", "  ", []],
    ["a variable for a command", "$RUN a", []],
  ])("%s", (_, line, expected) => {
    expect(names(line)).toEqual(expected);
  });

  test("arguments lose their quotes and keep their blanks", () => {
    expect(commandsOf(`mocha "test/**/*.js" 'a b' c\\ d`)[0]!.args).toEqual(["test/**/*.js", "a b", "c d"]);
  });

  test("what npx runs is fetched, what exec runs is not", () => {
    const fetched = (line: string) => commandsOf(line).at(-1)!.isFetched;
    expect([fetched("npx only-allow pnpm"), fetched("pnpm exec eslint")]).toEqual([true, false]);
  });
});
