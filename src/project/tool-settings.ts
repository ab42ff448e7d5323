import { packageName } from "./package-name.js";
import type { Role } from "./project.js";
import { filled, type Setting, type Tool } from "./tool.js";

/** One text of a setting, and how to read it. */
export interface Said {
  text: string;
  setting: Setting;
}

/** The texts that a tool's settings hold at the places which its data names, each with how it is read. */
export function saidBy(tool: Tool, config: unknown): Said[] {
  const said: Said[] = [];
  for (const [path, settings] of Object.entries(tool.settings ?? {})) {
    const list = Array.isArray(settings) ? settings : [settings];
    const keys = list[0]!.is === "keys";
    for (const value of valuesAt(config, path.split("."))) {
      for (const text of keys ? keysOf(value) : textsIn(value)) {
        const setting = list.find(({ match }) => match === undefined || new RegExp(match).test(text));
        if (setting) said.push({ text: partOf(text, setting), setting });
      }
    }
  }
  return said;
}

/** The values at a path of keys, `test.root`. */
export function settingsAt(config: unknown, path: string): unknown[] {
  return valuesAt(config, path.split("."));
}

/** Whether a setting is there at all, so that it replaces what the tool does by itself. */
export function hasSetting(config: unknown, path: string): boolean {
  return valuesAt(config, path.split(".")).some((value) => value !== undefined);
}

function partOf(text: string, { match }: Setting): string {
  return (match === undefined ? undefined : new RegExp(match).exec(text)?.[1]) ?? text;
}

function valuesAt(config: unknown, path: readonly string[]): unknown[] {
  if (path.length === 0) return [config];
  const [key, ...rest] = path as [string, ...string[]];
  if (Array.isArray(config)) return config.flatMap((one) => valuesAt(one, key === "*" ? rest : path));
  if (typeof config !== "object" || config === null) return [];
  const values = key === "*" ? Object.values(config) : [(config as Record<string, unknown>)[key]];
  return values.flatMap((value) => (value === undefined ? [] : valuesAt(value, rest)));
}

/** A text, those of a list, of lists whose first element is a name (`["name", { … }]`), of the values of an object. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) {
    return value.flatMap((one) =>
      Array.isArray(one) ? (typeof one[0] === "string" ? [one[0]] : textsIn(one[0])) : textsIn(one),
    );
  }
  return typeof value === "object" && value !== null
    ? Object.values(value).flatMap((one) => (typeof one === "string" ? [one] : []))
    : [];
}

function keysOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(keysOf);
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.keys(value) : [];
}

/** The package that a text of a setting means: the first of its names that is declared, or else the first. */
export function packageMeant({ text, setting }: Said, declared: ReadonlySet<string>): string | null {
  if (text === "" || setting.is === "nothing" || setting.but?.includes(text)) return null;
  const names = (setting.as ?? ["{}"])
    .map((template) => packageName(filled(template, text)))
    .filter((name) => name !== null);
  return names.find((name) => declared.has(name)) ?? names[0] ?? null;
}

export const roleOf = ({ role }: Setting): Role => role ?? "tooling";
