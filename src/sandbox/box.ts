import { existsSync } from "node:fs";
import type { Toolchain } from "./toolchain.js";

export interface Limits {
  seconds: number;
  /** Address space of each process, in bytes: below 1 GiB node, Go and rustc do not start. */
  memory: number;
  /** Kept of each stream, in bytes; the rest is counted. */
  output: number;
  processes: number;
  /** Open at once. */
  files: number;
  /** Size of /box and of /tmp, each, and of one file, in bytes. */
  disk: number;
}

export const defaultLimits: Limits = {
  seconds: 10,
  memory: 4 * 1024 ** 3,
  output: 1_000_000,
  processes: 64,
  files: 1024,
  disk: 256 * 1024 ** 2,
};

export interface Box {
  /** Folder whose contents are copied into /box, or null; the program is put there besides. */
  folder: string | null;
  /** True: `folder` is /box itself, and written to. Not for root. */
  writable: boolean;
  /** File name of the program in /box; its text comes by descriptor 4, the filter by 3; what became of it is told by 5. */
  file: string;
  toolchain: Toolchain;
  environment: Record<string, string>;
  limits: Limits;
  isRoot: boolean;
}

/**
 * Arguments of bwrap for a command. Everyone gets new namespaces for processes, network, mounts, IPC and names. An ordinary user gets one for
 * users too, which bwrap needs; root goes on as a user that nobody else is, for root's processes are never counted.
 */
export function boxArguments(box: Box, command: string[]): string[] {
  const { limits, toolchain } = box;
  const uid = String(box.isRoot ? 0x40000000 + process.pid : 1000);
  const out = ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"];
  out.push("--hostname", "sandbox", "--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL");
  if (box.isRoot) out.push("--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID");
  else out.push("--unshare-user", "--uid", uid, "--gid", uid);
  out.push("--ro-bind", "/usr", "/usr");
  for (const name of ["bin", "lib", "lib64", "sbin"])
    if (existsSync(`/usr/${name}`)) out.push("--symlink", `usr/${name}`, `/${name}`);
  // Made on the way to what is bound, folders would be closed to everyone but their maker.
  for (const path of ["/etc", ...foldersAbove(toolchain.root)]) out.push("--perms", "0755", "--dir", path);
  for (const path of ["/etc/alternatives", "/etc/ld.so.cache"]) out.push("--ro-bind-try", path, path);
  out.push("--dev", "/dev", "--proc", "/proc", "--ro-bind", "/proc/sys", "/proc/sys");
  for (const path of ["/proc/keys", "/proc/timer_list", "/proc/kcore", "/proc/sysrq-trigger"])
    if (existsSync(path)) out.push("--ro-bind", "/dev/null", path);
  const size = String(limits.disk);
  out.push("--size", size, "--perms", "1777", "--tmpfs", "/tmp", "--perms", "0777", "--dir", "/tmp/home");
  out.push("--perms", "1777", "--size", "67108864", "--tmpfs", "/dev/shm", "--remount-ro", "/dev");
  if (!`${toolchain.root}/`.startsWith("/usr/")) out.push("--ro-bind", toolchain.root, toolchain.root);
  if (toolchain.cache) out.push("--ro-bind", toolchain.cache.folder, "/cache");
  if (box.writable) {
    out.push("--bind", box.folder!, "/box");
    // What git runs by itself must not come from a program.
    if (existsSync(`${box.folder}/.git`)) out.push("--ro-bind", `${box.folder}/.git`, "/box/.git");
    out.push("--perms", "0444", "--ro-bind-data", "4", `/tmp/${box.file}`);
  } else {
    out.push("--perms", "0777", "--size", size, "--tmpfs", "/box");
    if (box.folder) out.push("--ro-bind", box.folder, "/source");
    out.push("--perms", "0666", "--file", "4", `/box/${box.file}`);
  }
  out.push("--chdir", "/box", "--remount-ro", "/");
  const environment: Record<string, string> = {
    PATH: `${toolchain.root}/bin:/usr/bin:/bin`,
    HOME: "/tmp/home",
    TMPDIR: "/tmp",
    LANG: "C.UTF-8",
    ...box.environment,
    ...(toolchain.cache && { [toolchain.cache.variable]: "/cache" }),
  };
  for (const [name, value] of Object.entries(environment)) out.push("--setenv", name, value);
  out.push("--seccomp", "3", "--json-status-fd", "5", "--");
  if (box.isRoot) out.push("/usr/bin/setpriv", `--reuid=${uid}`, `--regid=${uid}`, "--clear-groups", "--inh-caps=-all");
  out.push(
    "/usr/bin/prlimit",
    `--as=${limits.memory}`,
    `--nproc=${limits.processes}`,
    `--nofile=${limits.files}`,
    `--fsize=${limits.disk}`,
    `--cpu=${Math.ceil(limits.seconds) + 1}`,
    "--core=0",
    "--memlock=65536",
    "--",
  );
  if (box.folder && !box.writable) out.push("/bin/sh", "-c", copy, "sh");
  return [...out, ...command];
}

/** `/a/b/c` gives `/a` and `/a/b`; nothing within /usr, which is there already. */
function foldersAbove(path: string): string[] {
  if (`${path}/`.startsWith("/usr/")) return [];
  const names = path.split("/").slice(1, -1);
  return names.map((_, i) => `/${names.slice(0, i + 1).join("/")}`);
}

/** The program itself is there already, and stays as it is. */
const copy = 'cp -Rn /source/. /box/ 2>/dev/null; exec "$@"';

/** Where the program stands in the box. */
export const programPath = (box: Pick<Box, "file" | "writable">) => `${box.writable ? "/tmp" : "/box"}/${box.file}`;
