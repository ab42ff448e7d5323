import { expect, test } from "vitest";
import { newSecrets } from "../../src/commands/hook-texts.js";

// Put together here, or the hook would find it in this file.
const secret = `aws = "${["AKIA", "Q3EGRZ7XN2LT5WVB"].join("")}"\n`;

test("a secret in a new file: the file is taken out of the index", () => {
  expect(newSecrets([{ path: "a.env", before: null, after: secret }])).toMatchObject([
    { remedy: "git rm --cached --quiet -- a.env" },
  ]);
});

test("a secret in a file that was committed before: taking it out of the index would stage its removal", () => {
  expect(newSecrets([{ path: "a.env", before: "x = 1\n", after: secret }])).toMatchObject([
    { remedy: "git restore --staged -- a.env" },
  ]);
});
