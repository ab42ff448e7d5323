import type { Command } from "commander";

/** Each command is imported only when it is called: the libraries of all of them together take half a second to load. */
export const commands: Record<string, { summary: string; load: () => Promise<Command> }> = {
  ask: {
    summary: "answer a question about the repository",
    load: async () => (await import("./ask.js")).askCommand(),
  },
  pack: {
    summary: "the whole repository as one prompt",
    load: async () => (await import("./pack.js")).packCommand(),
  },
  graph: {
    summary: "what imports what: in figures, as a picture, for programs",
    load: async () => (await import("./graph.js")).graphCommand(),
  },
  trace: {
    summary: "where a symbol is defined, used and derived from",
    load: async () => (await import("./trace.js")).traceCommand(),
  },
  deadcode: {
    summary: "what nothing uses: files, exports, members, packages, each with its evidence",
    load: async () => (await import("./deadcode.js")).deadcodeCommand(),
  },
  api: {
    summary: "imports, calls, literals and implementations that do not fit what other files declare",
    load: async () => (await import("./api.js")).apiCommand(),
  },
  debug: {
    summary: "where the cause of a failure may sit",
    load: async () => (await import("./debug.js")).debugCommand(),
  },
  memory: {
    summary: "how names are chosen in this repository, and which do not fit",
    load: async () => (await import("./memory.js")).memoryCommand(),
  },
  hook: {
    summary: "check what is staged before each commit: what it breaks, leaves dead, or should not hold",
    load: async () => (await import("./hook.js")).hookCommand(),
  },
  run: {
    summary: "run a program in a sandbox without network",
    load: async () => (await import("./run.js")).runCommand(),
  },
  index: {
    summary: "read what changed since the last time",
    load: async () => (await import("./index-command.js")).indexCommand(),
  },
  model: {
    summary: "see, fetch, choose and remove models",
    load: async () => (await import("./model.js")).modelCommand(),
  },
  cache: {
    summary: "see and clear what v4 keeps on this machine",
    load: async () => (await import("./cache.js")).cacheCommand(),
  },
  doctor: {
    summary: "check that everything v4 needs works",
    load: async () => (await import("./doctor.js")).doctorCommand(),
  },
  completion: {
    summary: "print completions for a shell",
    load: async () => (await import("./completion.js")).completionCommand(allCommands),
  },
};

/** Every command with its options, for completions and the README. */
export async function allCommands(): Promise<Command[]> {
  return Promise.all(Object.values(commands).map(({ load }) => load()));
}
