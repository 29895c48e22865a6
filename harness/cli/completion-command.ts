import { Argument, Command } from "commander";
import type { Done } from "./_done.ts";

const shells = ["bash", "zsh", "fish"] as const;

/** `assay completion`. */
export function completionCommand(done: Done): Command {
  const command = new Command("completion")
    .description("print a completion script for a shell")
    .addArgument(new Argument("<shell>", "the shell").choices(shells))
    .addHelpText("after", "\nExamples:\n  source <(assay completion bash)\n  assay completion fish | source");
  return command.action(async (shell: (typeof shells)[number]) => {
    const { completionScript } = await import("./completion.ts");
    process.stdout.write(completionScript(shell, command.parent ?? command));
    done(0);
  });
}
