import { packageFile } from "../places.js";
import { brings, tools } from "./tool.js";

/** Commands that come with the system, with node or with other languages: nobody declares a package for them. */
export const commandsThatNeedNoPackage: ReadonlySet<string> = new Set(
  JSON.parse(packageFile("src/project/system-commands.json")) as string[],
);

/**
 * The declared package that brings a command: by what the installed package says, by what is known of the tool, by its name; null when none
 * does.
 */
export function packageOfCommand(
  command: string,
  declared: readonly string[],
  installed: (name: string) => Record<string, unknown> | null,
): string | null {
  if (declared.includes(command)) return command;
  for (const name of declared) {
    const bin = installed(name)?.bin;
    if (typeof bin === "object" && bin !== null && command in bin) return name;
  }
  const tool = tools.find(({ binaries }) => binaries?.includes(command));
  // Of a family the package for the command line, `@nestjs/cli`, and not the library.
  const family = tool ? declared.filter((name) => brings(tool, name)) : [];
  const known = family.find((name) => /[/-](cli|dev)$/.test(name)) ?? family[0];
  if (known !== undefined) return known;
  // `ng` is nobody's name, but `@scope/tool` and `tool-cli` bring `tool` more often than not.
  return (
    declared.find((name) => name.endsWith(`/${command}`) || name === `${command}-cli` || name === `@${command}/cli`) ??
    null
  );
}
