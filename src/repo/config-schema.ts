import { z } from "zod";

const names = z.array(z.string().min(1));

const deadcode = z
  .strictObject({
    entries: names.describe("Globs of files that something outside the code starts or reads."),
    ignore: names.describe("Globs of files whose findings are not reported."),
    ignoreDependencies: names.describe(
      "Packages, or regular expressions between slashes, that are used though nothing shows it.",
    ),
    ignoreExports: names.describe("Names, or regular expressions between slashes, of exports that are kept."),
    tags: names.describe("Tags in comments that keep a symbol, beside @public, @api, @keep and @lintignore."),
  })
  .partial();

const api = z
  .strictObject({
    ignore: names.describe("Globs of files whose problems are not reported."),
  })
  .partial();

const level = z.enum(["error", "warn", "off"]);

const hook = z
  .strictObject({
    imports: level.describe("Imports of names and files that are not there."),
    calls: level.describe("Calls and implementations that no longer fit their declaration."),
    deadcode: level.describe("Exports and files that the commit leaves without a use."),
    dependencies: level.describe("Packages that the commit leaves without a use, or uses undeclared."),
    naming: level.describe("New names that are not as the others around them."),
    markers: level.describe("Conflict markers that were left in a file."),
    secrets: level.describe("Keys, tokens and passwords."),
    timeLimit: z.number().positive().describe("Seconds after which a commit is let through unchecked."),
  })
  .partial();

/** `.v4/config.json`. The JSON Schema beside this file, config.schema.json, is made from it. */
export const configSchema = z
  .strictObject({
    $schema: z.string().describe("Where the schema of this file is."),
    deadcode: deadcode.describe("Settings of `v4 deadcode`."),
    api: api.describe("Settings of `v4 api`."),
    hook: hook.describe("Settings of `v4 hook`; `git config v4.hook.NAME` comes before them."),
  })
  .partial();

export type Config = z.infer<typeof configSchema>;
