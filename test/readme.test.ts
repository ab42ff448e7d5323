import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Command } from "commander";
import { describe, expect, it } from "vitest";
import { allCommands, commands } from "../src/commands/all.js";
import { packageRoot } from "../src/places.js";
import { languages } from "../src/syntax/languages.js";

const read = (path: string) => readFileSync(join(packageRoot, path), "utf8");
const readme = read("README.md");
const codemap = read("src/README.md");
const declared = await allCommands();

/** The table that stands between the markers: one row a command and sub-command, in the words of its own help. */
function commandTable(): string {
  const rows = declared.flatMap((command) => [
    row(`v4 ${command.name()}`, command, commands[command.name()]!.summary),
    ...command.commands.map((child) => row(`v4 ${command.name()} ${child.name()}`, child, child.description())),
  ]);
  return ["| command | what it does | options |", "|---|---|---|", ...rows].join("\n");
}

function row(name: string, command: Command, what: string): string {
  const wanted = command.registeredArguments.map((argument) => {
    const dots = argument.variadic ? "..." : "";
    return argument.required ? ` <${argument.name()}${dots}>` : ` [${argument.name()}${dots}]`;
  });
  const options = command.options.map((option) => `\`${option.long}\``).join(" ");
  return `| \`${name}${wanted.join("")}\` | ${what} | ${options} |`.replace(/ {2}\|$/, " |");
}

/** A table without the blanks and dashes that a formatter adds to line up its columns. */
function plain(table: string): string {
  return table.replace(/ *\| */g, "|").replace(/-+/g, "-");
}

/** Every call of v4 in a code block or span, without what follows a pipe. */
function calls(text: string): string[] {
  const spans = [...text.matchAll(/```sh\n([\s\S]*?)```|`([^`\n]+)`/g)].flatMap(([, block, span]) =>
    (block ?? span!).split("\n"),
  );
  return spans.flatMap((line) => /(?:^|[|&] ?|npx )v4 ([^|>#]*)/.exec(line)?.[1] ?? []);
}

function links(text: string): string[] {
  return [...text.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)].map(([, to]) => to!).filter((to) => !/^[a-z]+:/.test(to));
}

describe("README.md", () => {
  it("holds the table of commands that the commands themselves give", () => {
    const table = /<!-- commands -->\n([\s\S]*?)\n<!-- \/commands -->/.exec(readme)?.[1];
    expect(plain(table ?? "")).toBe(plain(commandTable()));
  });

  // By its form: with the question in it, this file would be evidence for the question.
  it.each([/npm install && npx v4 ask "[^"\n]+"/, /npm install && npm test/])(
    "gives a command in a block of its own: %s",
    (command) => {
      expect(readme).toMatch(new RegExp(`\`\`\`sh\\n${command.source}\\n\`\`\``));
    },
  );

  it.each(calls(readme))("shows no command or option that does not exist: v4 %s", (call) => {
    const words = call.replace(/"[^"]*"|'[^']*'/g, "_").split(/\s+/);
    const command = declared.find((c) => c.name() === words[0]);
    const placeholder = /^[A-Z…-]/.test(words[0]!);
    expect(command !== undefined || placeholder).toBe(true);
    const child = command?.commands.find((c) => c.name() === words[1]);
    const known = [command, child].flatMap((c) => c?.options.flatMap(({ short, long }) => [short, long]) ?? []);
    const global = ["--cwd", "--json", "--quiet", "--no-color", "--help", "--version"];
    const unknown = words.filter((word) => /^--?[a-z]/.test(word) && ![...known, ...global].includes(word));
    expect(unknown).toEqual([]);
  });

  it("names every language that has a folder under grammars/", () => {
    expect([...languages.keys()].filter((name) => !readme.toLowerCase().includes(name))).toEqual([]);
  });

  it("asks for the Node version that package.json asks for", () => {
    const { engines } = JSON.parse(read("package.json"));
    expect(readme).toContain(`Node ${engines.node.replace(">=", "")} or newer`);
  });
});

describe("src/README.md", () => {
  const folders = readdirSync(join(packageRoot, "src")).filter((name) =>
    statSync(join(packageRoot, "src", name)).isDirectory(),
  );

  it.each(folders)("has a row for src/%s", (folder) => {
    expect(codemap).toMatch(new RegExp(`^\\| \`${folder}/\``, "m"));
  });

  it("names only files that are there", () => {
    const named = [...codemap.matchAll(/`((?:src|test|grammars|fixtures)\/[\w./-]+)`/g)]
      .map(([, path]) => path!)
      .filter((path) => !/NAME|STYLE/.test(path));
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((path) => !existsSync(join(packageRoot, path)))).toEqual([]);
  });
});

it.each(["README.md", "src/README.md"])("%s links only to files that are there", (file) => {
  const missing = links(read(file)).filter((to) => !existsSync(join(packageRoot, dirname(file), to)));
  expect(missing).toEqual([]);
});
