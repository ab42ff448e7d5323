import { Argument, Command } from "commander";

const shells = ["bash", "zsh", "fish"] as const;
type Shell = (typeof shells)[number];

/** `v4 completion SHELL`, to be added to the program. The words come from the commands' own declarations. */
export function completionCommand(allCommands: () => Promise<Command[]>): Command {
  return new Command("completion")
    .description("print a script that completes v4's commands and options in your shell")
    .addArgument(new Argument("<shell>").choices(shells))
    .action(async (shell: Shell) => {
      process.stdout.write(completionScript(shell, await allCommands()));
    })
    .addHelpText(
      "after",
      `
Examples:
  v4 completion bash >> ~/.bashrc
  v4 completion zsh > "\${fpath[1]}/_v4"
  v4 completion fish > ~/.config/fish/completions/v4.fish`,
    );
}

/** The script of a shell: sub-commands first, then the options of the command that is being typed, else file names. */
function completionScript(shell: Shell, commands: Command[]): string {
  const rows = commands.map((command) => ({
    name: command.name(),
    words: [
      ...command.commands.map((c) => c.name()),
      ...command.options.flatMap((o) => o.long ?? []),
      "--cwd",
      "--json",
      "--quiet",
      "--no-color",
      "--help",
    ],
  }));
  const names = rows.map(({ name }) => name).join(" ");
  if (shell === "fish") {
    return [
      `complete -c v4 -n __fish_use_subcommand -f -a "${names}"`,
      ...rows.map(
        ({ name, words }) => `complete -c v4 -n "__fish_seen_subcommand_from ${name}" -a "${words.join(" ")}"`,
      ),
      "",
    ].join("\n");
  }
  const cases = rows.map(({ name, words }) => `    ${name}) words="${words.join(" ")}" ;;`).join("\n");
  const body = `_v4() {
  local words
  case "\${COMP_WORDS[1]}" in
${cases}
    *) words="${names}" ;;
  esac
  COMPREPLY=( $(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}") )
}
complete -o default -F _v4 v4
`;
  return shell === "bash" ? body : `#compdef v4\nautoload -U +X bashcompinit && bashcompinit\n${body}`;
}
