/** One command of a script: its name and arguments, quotes taken off, variables assigned before it left out. */
export interface Command {
  name: string;
  args: string[];
  /** What runs it fetches it when it is not there, as npx does: nobody has to declare it. */
  isFetched: boolean;
}

const separators = new Set(["&&", "||", ";", "|", "&", "\n", "(", ")", "{", "}"]);

/**
 * The commands that a line of shell runs, in order, as far as words and quotes tell: `a && b | c` is three. Runners that only start
 * another command (npx, cross-env, concurrently …, see `runners`) give that command as well as their own.
 */
export function commandsOf(line: string): Command[] {
  const commands: Command[] = [];
  let words: string[] = [];
  const end = () => {
    add(commands, words);
    words = [];
  };
  // What stands between the marks of a here-document is text.
  for (const word of wordsOf(line.replace(/<<-?\s*["']?(\w+)["']?[\s\S]*?\n\s*\1\b/g, " "))) {
    if (separators.has(word)) end();
    else words.push(word);
  }
  end();
  return commands;
}

/** Words and separators of a line. A quoted separator is a word with a space before it, which no separator has. */
function wordsOf(line: string): string[] {
  const words: string[] = [];
  const pattern = /&&|\|\||[;|&\n(){}]|(?:[^\s"'&|;(){}\\]|\\.|\$\([^)]*\)|\$\{[^}]*\}|"(?:[^"\\]|\\.)*"|'[^']*')+/g;
  for (const [text] of line.replace(/\\\r?\n/g, " ").matchAll(pattern)) {
    words.push(separators.has(text) ? text : unquoted(text));
  }
  return words;
}

function unquoted(word: string): string {
  return word.replace(/"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/g, (_, double, single, escaped) =>
    double !== undefined ? double.replace(/\\(["\\$`])/g, "$1") : (single ?? escaped),
  );
}

/** Words of the shell itself that may stand before a command. */
const shellWords = new Set([
  "if",
  "then",
  "else",
  "fi",
  "do",
  "done",
  "while",
  "for",
  "!",
  "time",
  "exec",
  "eval",
  "nohup",
  "sudo",
  "env",
  "command",
]);

/** Options of runners that take a value of their own. */
interface Runner {
  /** Words to skip before the command: subcommands (`exec`, `dlx`). None of them: it runs scripts of the package, and no command. */
  subcommands?: string[];
  valued?: string[];
  /** Its arguments are whole lines of shell. */
  lines?: boolean;
  /** It brings the command along, so that nobody declares it. */
  fetches?: boolean;
}

const runners: Record<string, Runner> = {
  npx: { valued: ["-p", "--package", "-c", "--call"], fetches: true },
  bunx: { fetches: true },
  pnpx: { fetches: true },
  pnpm: { subcommands: ["exec"], valued: ["--filter", "-F", "-C", "--dir"] },
  yarn: { subcommands: ["exec"], valued: ["--cwd"] },
  npm: { subcommands: ["exec", "x"], valued: ["-w", "--workspace", "--prefix"] },
  bun: { subcommands: ["x"] },
  "cross-env": {},
  "cross-env-shell": { lines: true },
  dotenv: { valued: ["-e", "-f", "-v", "-p", "-c"] },
  dotenvx: { subcommands: ["run"], valued: ["-f", "-e"] },
  "env-cmd": { valued: ["-f", "-e", "-r"] },
  "run-when": {},
  concurrently: {
    lines: true,
    valued: [
      "-n",
      "--names",
      "-c",
      "--prefix-colors",
      "-p",
      "--prefix",
      "-m",
      "--max-processes",
      "-l",
      "--prefix-length",
    ],
  },
  nodemon: {
    valued: [
      "-w",
      "--watch",
      "-e",
      "--ext",
      "-i",
      "--ignore",
      "-x",
      "--exec",
      "--config",
      "-d",
      "--delay",
      "-r",
      "--require",
    ],
  },
  c8: { valued: ["-r", "--reporter", "--include", "--exclude", "-o", "--reports-dir", "--src", "--check-coverage"] },
  nyc: { valued: ["-r", "--reporter", "--include", "-n", "--exclude", "-x", "--require", "-i"] },
  "start-server-and-test": { lines: true },
  wireit: {},
  retry: {},
  timeout: {},
  xargs: {},
};

function add(commands: Command[], words: string[], isFetched = false): void {
  let at = 0;
  while (at < words.length && (/^[A-Za-z_]\w*=/.test(words[at]!) || shellWords.has(words[at]!))) at++;
  const name = words[at];
  if (name === undefined || name.startsWith("$") || /^[<>\d]/.test(name)) return;
  const args = words.slice(at + 1);
  const runner = runners[name];
  commands.push({ name, args, isFetched });
  if (!runner) return;
  if (runner.lines) {
    for (const arg of valuesBehind(args, runner)) if (/\s/.test(arg) || runner.lines) commands.push(...commandsOf(arg));
    return;
  }
  const inner = behindOptions(args, runner);
  if (inner) add(commands, inner, runner.fetches === true);
}

/** The command that a runner is given: what follows its options, and its subcommand where it needs one. */
function behindOptions(args: string[], { subcommands, valued = [] }: Runner): string[] | null {
  let found = subcommands === undefined;
  for (let at = 0; at < args.length; at++) {
    const word = args[at]!;
    if (word === "--") return found ? args.slice(at + 1) : null;
    if (word.startsWith("-")) {
      if (valued.includes(word)) at++;
      continue;
    }
    if (/^[A-Za-z_]\w*=/.test(word)) continue;
    if (!found) {
      if (!subcommands!.includes(word)) return null;
      found = true;
      continue;
    }
    return args.slice(at);
  }
  return null;
}

function valuesBehind(args: string[], { valued = [] }: Runner): string[] {
  const values: string[] = [];
  for (let at = 0; at < args.length; at++) {
    if (args[at]!.startsWith("-")) {
      if (valued.includes(args[at]!)) at++;
    } else values.push(args[at]!);
  }
  return values;
}
