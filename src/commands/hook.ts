import { Command } from "commander";
import { V4Error } from "../errors.js";
import { openRepository } from "../repo/open.js";
import { type Face, type GlobalOptions, printAside, printResult, processFace } from "./face.js";

/** Set by the hook that `v4 hook install` writes: the status that blocks, which no fault of node or v4 ends with. */
const blockingStatus = "V4_HOOK_BLOCKS";

/** `v4 hook …`, to be added to the program. */
export function hookCommand(): Command {
  const hook = new Command("hook").description("check what is staged before each commit");
  const started = (command: Command) => {
    const options = command.optsWithGlobals<GlobalOptions & { against?: string }>();
    return { face: processFace(options), cwd: options.cwd ?? process.cwd(), against: options.against ?? null };
  };
  hook
    .command("install")
    .description("put it where git looks for its hooks; a hook that is there is kept and called")
    .action(async (_options, command: Command) => {
      const { face, cwd } = started(command);
      const { installHook } = await import("./hook-install.js");
      const lines = await installHook(await openRepository(cwd));
      await printResult(face, { lines }, () => lines);
    });
  hook
    .command("uninstall")
    .description("take it away again, and put back the hook that was there")
    .action(async (_options, command: Command) => {
      const { face, cwd } = started(command);
      const { uninstallHook } = await import("./hook-install.js");
      const lines = await uninstallHook(await openRepository(cwd));
      await printResult(face, { lines }, () => lines);
    });
  hook
    .command("status")
    .description("where the hook is, what it checks, and how serious each check is taken")
    .action(async (_options, command: Command) => {
      const { face, cwd } = started(command);
      const { hookStatus } = await import("./hook-install.js");
      const lines = await hookStatus(await openRepository(cwd));
      await printResult(face, { lines }, () => lines);
    });
  hook
    .command("run")
    .option("--against <ref>", "compare with where the branch left this one, as in CI, instead of the last commit")
    .description("check what is staged now")
    .action(async (_options, command: Command) => {
      const { face, cwd, against } = started(command);
      process.exitCode = await run(cwd, face, against);
    });
  return hook.addHelpText(
    "after",
    `
Looks at what is staged, and reports what the commit brings in: imports of what is not there, calls that no longer fit, exports, files and
packages left without a use, packages that no manifest declares, conflict markers, secrets; names unlike the others as warnings.

  git config v4.hook.naming off       error, warn or off for imports, calls, deadcode, dependencies, naming, markers, secrets
  git config v4.hook.timeLimit 5      seconds (10); what takes longer is left out, and says so

Examples:
  v4 hook install
  v4 hook run --against origin/main   in CI

Exit status of run: 0 nothing that blocks, 1 errors. A fault of v4 itself is told and blocks nothing.`,
  );
}

async function run(cwd: string, face: Face, against: string | null): Promise<number> {
  const blocks = Number(process.env[blockingStatus]) || 1;
  try {
    const { checkStaged } = await import("./hook-run.js");
    const { findings, notes } = await checkStaged(await openRepository(cwd), against);
    if (face.json) {
      const { hookDocument } = await import("../output/contract.js");
      await printResult(face, hookDocument.parse({ findings, notes }), () => []);
    } else if (findings.length > 0) {
      const { hookLines } = await import("../output/hook-lines.js");
      await printResult(face, null, () => [...hookLines(findings, face)]);
    }
    for (const note of notes) await printAside(face, `v4 hook: ${note}`);
    return findings.some(({ level }) => level === "error") ? blocks : 0;
  } catch (error) {
    // Whoever named a commit is told that there is none; a commit is never blocked by a fault that is not its own.
    if (against !== null && error instanceof V4Error) throw error;
    await printAside(face, `v4 hook: could not check this commit (${(error as Error).message}); it is let through`);
    return 0;
  }
}
