import { packageFile } from "../places.js";

/**
 * A filter of system calls as the kernel takes it: a classic BPF program, eight bytes an instruction (code u16, jt u8, jf u8, k u32,
 * little endian). It reads `struct seccomp_data`: nr at 0, arch at 4, the low half of argument i at 16 + 8i.
 */
interface Rules {
  /** The audit number of the architecture; every other one is killed. */
  arch: string;
  /** Calls from this number on belong to a foreign ABI (x32) and are killed; null where there is none. */
  foreignFrom: number | null;
  calls: { clone: number; clone3: number; socket: number; ioctl: number };
  /** Refused with EPERM. */
  denied: Record<string, number>;
}

const load = 0x20;
const jumpEqual = 0x15;
const jumpAtLeast = 0x35;
const jumpAnySet = 0x45;
const give = 0x06;
const allow = 0x7fff0000;
const kill = 0x80000000;
const errno = (number: number) => 0x00050000 | number;
const [noPermission, noSuchCall, noSuchFamily] = [errno(1), errno(38), errno(97)];

/** CLONE_NEW{TIME,NS,CGROUP,UTS,IPC,USER,PID,NET}. */
const newNamespaces = 0x7e020080;
const families = [1, 2, 10];
const pushIntoTerminal = [0x5412, 0x541c];

const rulesByArch: Partial<Record<string, Rules>> = JSON.parse(packageFile("src/sandbox/seccomp.json"));

type Step = [code: number, yes: number, no: number, k: number];

/** The filter for an architecture as Node names it; null when there are no rules for it. */
export function seccompFilter(arch: string = process.arch): Buffer | null {
  const rules = rulesByArch[arch];
  if (!rules) return null;
  const steps: Step[] = [
    [load, 0, 0, 4],
    [jumpEqual, 1, 0, Number(rules.arch)],
    [give, 0, 0, kill],
    [load, 0, 0, 0],
  ];
  if (rules.foreignFrom !== null) steps.push([jumpAtLeast, 0, 1, rules.foreignFrom], [give, 0, 0, kill]);
  for (const number of Object.values(rules.denied)) steps.push([jumpEqual, 0, 1, number], [give, 0, 0, noPermission]);
  // Its flags lie behind a pointer; the C library falls back to clone.
  steps.push([jumpEqual, 0, 1, rules.calls.clone3], [give, 0, 0, noSuchCall]);
  steps.push(
    [jumpEqual, 0, 4, rules.calls.clone],
    [load, 0, 0, 16],
    [jumpAnySet, 0, 1, newNamespaces],
    [give, 0, 0, noPermission],
    [give, 0, 0, allow],
  );
  steps.push(
    [jumpEqual, 0, families.length + 3, rules.calls.socket],
    [load, 0, 0, 16],
    ...families.map((family, i): Step => [jumpEqual, families.length - i, 0, family]),
    [give, 0, 0, noSuchFamily],
    [give, 0, 0, allow],
  );
  steps.push(
    [jumpEqual, 0, 5, rules.calls.ioctl],
    [load, 0, 0, 24],
    [jumpEqual, 1, 0, pushIntoTerminal[0]!],
    [jumpEqual, 0, 1, pushIntoTerminal[1]!],
    [give, 0, 0, noPermission],
    [give, 0, 0, allow],
  );
  steps.push([give, 0, 0, allow]);
  const bytes = Buffer.alloc(steps.length * 8);
  for (const [i, [code, yes, no, k]] of steps.entries()) {
    bytes.writeUInt16LE(code, i * 8);
    bytes.writeUInt8(yes, i * 8 + 2);
    bytes.writeUInt8(no, i * 8 + 3);
    bytes.writeUInt32LE(k >>> 0, i * 8 + 4);
  }
  return bytes;
}
