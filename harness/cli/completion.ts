import type { Command } from "commander";

/** What can follow a path of commands. */
interface Level {
  /** Names from the program's own down, such as `new control`; empty for the program itself. */
  readonly path: string;
  readonly words: readonly { readonly word: string; readonly about: string }[];
}

/** A script that completes commands and options; files are left to the shell. Made from the program itself, so it cannot be out of date. */
export function completionScript(shell: "bash" | "zsh" | "fish", program: Command): string {
  const levels = levelsOf(program, []);
  switch (shell) {
    case "bash":
      return bash(levels);
    case "zsh":
      return `autoload -U +X bashcompinit && bashcompinit\n${bash(levels)}`;
    case "fish":
      return fish(levels);
  }
}

function levelsOf(command: Command, path: readonly string[]): readonly Level[] {
  const commands = command.commands.map((child) => ({ word: child.name(), about: child.description() }));
  const options = command.options.flatMap((option) =>
    option.long ? [{ word: option.long, about: option.description }] : [],
  );
  const choices = command.registeredArguments.flatMap((argument) =>
    (argument.argChoices ?? []).map((word) => ({ word, about: argument.description })),
  );
  const level = {
    path: path.join(" "),
    words: [...commands, ...choices, ...options, { word: "--help", about: "print help" }],
  };
  return [level, ...command.commands.flatMap((child) => levelsOf(child, [...path, child.name()]))];
}

function bash(levels: readonly Level[]): string {
  const cases = levels.map(({ path, words }) => `    "${path}") words="${words.map(({ word }) => word).join(" ")}" ;;`);
  return `_assay() {
  local current="\${COMP_WORDS[COMP_CWORD]}" path="" words="" word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in -*) ;; ${commandPattern(levels)}) path="\${path:+$path }$word" ;; esac
  done
  case "$path" in
${cases.join("\n")}
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -o default -F _assay assay
`;
}

function commandPattern(levels: readonly Level[]): string {
  return [...new Set(levels.flatMap(({ path }) => path.split(" ")).filter((word) => word !== ""))].join("|");
}

function fish(levels: readonly Level[]): string {
  const lines = levels.flatMap(({ path, words }) => {
    const condition =
      path === ""
        ? "__fish_use_subcommand"
        : path
            .split(" ")
            .map((word) => `__fish_seen_subcommand_from ${word}`)
            .join("; and ");
    return words.map(({ word, about }) => {
      const kind = word.startsWith("--") ? `-l ${word.slice(2)}` : `-a ${word}`;
      return `complete -c assay -n '${condition}' ${kind} -d '${about.replaceAll("'", "\\'")}'`;
    });
  });
  return `${lines.join("\n")}\n`;
}
