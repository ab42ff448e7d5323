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

/** `.v4/config.json`. The JSON Schema beside this file, config.schema.json, is made from it. */
export const configSchema = z
  .strictObject({
    $schema: z.string().describe("Where the schema of this file is."),
    deadcode: deadcode.describe("Settings of `v4 deadcode`."),
    api: api.describe("Settings of `v4 api`."),
  })
  .partial();

export type Config = z.infer<typeof configSchema>;
