import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { packageRoot } from "../../src/places.js";
import { languageNamed } from "../../src/sandbox/language.js";
import { runProgram } from "../../src/sandbox/run.js";

/**
 * `real`: it succeeds on this machine without the box, so that its refusal says something. It is run so, as root too: only what leaves nothing
 * behind may be marked. Every other attempt (mounting over /tmp, setting the clock) is never run without the box.
 */
interface Attempt {
  name: string;
  code: string;
  real?: boolean;
}

const folder = join(packageRoot, "test/sandbox/escapes");
const attempts = readdirSync(folder).flatMap((name): Attempt[] => JSON.parse(readFileSync(join(folder, name), "utf8")));
const isRoot = process.getuid?.() === 0;
const scratch = mkdtempSync(join(tmpdir(), "v4-escape-"));
const host = join(scratch, "host");
const abstract = `v4-escape-${process.pid}`;
const servers: Server[] = [];
let victim: ChildProcess;
let attempting: (some: Attempt[]) => string;
let program: string;

const listening = (where: string | number) =>
  new Promise<Server>((resolve) => {
    const server = createServer((socket) => socket.on("error", () => {}).end());
    servers.push(server);
    server.listen(where as string, () => resolve(server));
  });

beforeAll(async () => {
  if (isRoot && !existsSync("/usr/bin/bwrap") && existsSync("/usr/bin/apt-get")) {
    execFileSync("apt-get", ["update", "--quiet"], { stdio: "ignore" });
    execFileSync("apt-get", ["install", "--yes", "--quiet", "bubblewrap"], { stdio: "ignore" });
  }
  mkdirSync(host);
  mkdirSync(join(scratch, "source"));
  writeFileSync(join(host, "secret"), "secret");
  writeFileSync(join(scratch, "source/program.txt"), "text");
  chmodSync(scratch, 0o755);
  chmodSync(host, 0o777);
  const tcp = await listening(0);
  await listening(join(host, "socket"));
  await listening(`\0${abstract}`);
  victim = spawn("sleep", ["120"], { stdio: "ignore", detached: true });
  process.env.V4_ESCAPE = "secret";
  const { port } = tcp.address() as { port: number };
  attempting = (some) => `import os, sys, socket, ctypes, signal, json
HOST, ABSTRACT, PORT, VICTIM = ${JSON.stringify(host)}, ${JSON.stringify(abstract)}, ${port}, ${victim.pid}
done = []
for name, code in json.loads(${JSON.stringify(JSON.stringify(some.map(({ name, code }) => [name, code])))}):
    r, w = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(r)
        signal.alarm(3)
        space = dict(globals(), got=False)
        try:
            exec(code, space)
        except BaseException:
            space["got"] = False
        os.write(w, b"1" if space["got"] else b"0")
        os._exit(0)
    os.close(w)
    if os.read(r, 1) == b"1":
        done.append(name)
    os.close(r)
    os.waitpid(pid, 0)
print("done", json.dumps(done))
`;
  program = attempting(attempts);
});

afterAll(() => {
  for (const server of servers) server.close();
  victim.kill("SIGKILL");
  rmSync(scratch, { recursive: true, force: true });
});

const succeeded = (stdout: string): string[] => JSON.parse(/^done (.*)$/m.exec(stdout)?.[1] ?? '["it did not run"]');
const boxed = (code: string, limits = {}) =>
  runProgram({ language: languageNamed("python"), code, folder: join(scratch, "source") }, { limits });

test(`none of ${attempts.length} attempts succeeds`, async () => {
  expect(attempts.length).toBeGreaterThan(70);
  const ran = await boxed(program, { seconds: 30 });
  expect(succeeded(ran.stdout)).toEqual([]);
});

test("without the box those that are harmless do: the attempts are real", async () => {
  const real = attempts.filter((attempt) => attempt.real);
  const code = attempting(real);
  const ran = await runProgram(
    { language: languageNamed("python"), code },
    { sandbox: false, limits: { seconds: 30 } },
  );
  expect(real.length).toBeGreaterThan(15);
  expect(succeeded(ran.stdout)).toEqual(real.map(({ name }) => name));
});

test.runIf(isRoot)("an ordinary user's box holds as well", async () => {
  const file = join(scratch, "attempts.py");
  writeFileSync(file, program);
  // v4 is loaded as root: the user may not enter the folder that the checkout stands in.
  const script = `const { languageNamed } = await import(${JSON.stringify(join(packageRoot, "dist/sandbox/language.js"))});
const { runProgram } = await import(${JSON.stringify(join(packageRoot, "dist/sandbox/run.js"))});
import { readFileSync } from "node:fs";
process.setgroups([]);
process.setgid(31337);
process.setuid(31337);
const ran = await runProgram({ language: languageNamed("python"), code: readFileSync(${JSON.stringify(file)}, "utf8"), folder: ${JSON.stringify(join(scratch, "source"))} }, { limits: { seconds: 30 } });
process.stdout.write(ran.stderr + ran.stdout);`;
  const cache = join(scratch, "cache");
  mkdirSync(cache);
  chmodSync(cache, 0o777);
  const env = { PATH: "/usr/bin:/bin", HOME: cache, V4_CACHE: cache, V4_ESCAPE: "secret" };
  const out = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: "/",
    env,
    encoding: "utf8",
  });
  expect(succeeded(out)).toEqual([]);
});

test("a program that says what bwrap says when it fails is believed to be what it is", async () => {
  const ran = await boxed('import sys; print("bwrap: no", file=sys.stderr); sys.exit(3)');
  expect(ran).toMatchObject({ exitCode: 3, stderr: "bwrap: no\n" });
});

describe("limits", () => {
  test("a fork bomb ends with the box, and no more than 64 processes were there", async () => {
    const ran = await boxed(`import os, time
n = 0
try:
    while n < 500:
        if os.fork() == 0:
            time.sleep(60)
        n += 1
except OSError:
    pass
print(n)
os._exit(0)`);
    expect(Number(ran.stdout)).toBeLessThan(64);
  });

  test("memory beyond the limit is not given", async () => {
    const ran = await boxed("b = bytearray(5 << 30)");
    expect(ran.stderr).toContain("MemoryError");
  });

  test("the working folder cannot fill the disk", async () => {
    const ran = await boxed(`import os
n = 0
try:
    for i in range(9):
        with open("/box/%d" % i, "wb") as f:
            for _ in range(100):
                f.write(bytes(1 << 20)); f.flush(); n += 1
except OSError as e:
    print(e.errno, n <= 256)
os._exit(0)`);
    expect(ran.stdout).toBe("28 True\n");
  });

  test("endless output is kept up to 1 MB and counted beyond", async () => {
    const ran = await boxed("import sys\nfor _ in range(400): sys.stdout.write('x' * (1 << 20))");
    expect([ran.stdout.length, ran.bytes.stdout, ran.limit]).toEqual([1_000_000, 400 << 20, "output"]);
  });

  test("a program that does not end is stopped", async () => {
    const ran = await boxed("while True: pass", { seconds: 0.5 });
    expect([ran.limit, ran.signal, ran.exitCode]).toEqual(["time", "SIGKILL", 137]);
  });

  test("what left its session ends with the program", async () => {
    const ran = await boxed(`import os, time
if os.fork() == 0:
    os.setsid()
    os.execv("/bin/sleep", ["sleep", "7654.5"])
time.sleep(0.2)`);
    const left = readdirSync("/proc").filter((pid) => /^\d+$/.test(pid) && commandLine(pid).includes("7654.5"));
    expect([ran.exitCode, left]).toEqual([0, []]);
  });
});

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}
