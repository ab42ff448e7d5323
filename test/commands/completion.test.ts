import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { program } from "../e2e/cli.js";

const completion = (shell: string) => spawnSync(process.execPath, [program, "completion", shell], { encoding: "utf8" });

test.each(["bash", "zsh", "fish"])("%s completions name every command and option of ask", (shell) => {
  const { stdout, status } = completion(shell);
  expect(status).toBe(0);
  for (const word of ["ask", "pack", "model", "cache", "doctor", "max-wait"]) expect(stdout).toContain(word);
});

test("bash accepts the script it is given", () => {
  const checked = spawnSync("bash", ["-n"], { input: completion("bash").stdout, encoding: "utf8" });
  expect(checked).toMatchObject({ status: 0, stderr: "" });
});

test("a shell that is not known is refused with the known ones", () => {
  expect(completion("dos")).toMatchObject({ status: 2, stdout: "", stderr: expect.stringMatching(/bash.*zsh.*fish/) });
});
