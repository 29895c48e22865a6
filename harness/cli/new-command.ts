import { Command } from "commander";
import type { Done } from "./_done.ts";
import { configOption, cwdOption } from "./_options.ts";

/** `assay new`. */
export function newCommand(done: Done): Command {
  const control = new Command("control")
    .description("write the files of one more control; its cases fail until the policies and the cases are real")
    .argument("<id>", "lowercase letters, digits, `-` and `.`")
    .addOption(cwdOption())
    .addOption(configOption())
    .action(async (id: string, options: { readonly cwd?: string; readonly config?: string }) => {
      const { newControl } = await import("./new-control.ts");
      newControl(id, options);
      done(0);
    });
  return new Command("new").description("add to the project").addCommand(control);
}
