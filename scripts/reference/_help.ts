import type { Command } from "commander";
import { makeProgram } from "../../harness/cli/program.ts";

const columns = 80;

/** The help of the program and of each of its commands, verbatim, as a terminal of 80 columns without colours shows it. */
export function helpText(): string {
  const program = makeProgram(() => {});
  return tree(program, "assay")
    .map(({ command, words }) => `### \`${words} --help\`\n\n\`\`\`text\n${help(command).trimEnd()}\n\`\`\``)
    .join("\n\n");
}

// --- internal ---

interface Named {
  readonly command: Command;
  readonly words: string;
}

function tree(command: Command, words: string): readonly Named[] {
  return [{ command, words }, ...command.commands.flatMap((child) => tree(child, `${words} ${child.name()}`))];
}

/** `outputHelp`, since `helpInformation` leaves out what a command adds after its options. */
function help(command: Command): string {
  const written: string[] = [];
  command.configureOutput({
    writeOut: (text) => written.push(text),
    getOutHelpWidth: () => columns,
    getOutHasColors: () => false,
  });
  command.outputHelp();
  return written.join("");
}
