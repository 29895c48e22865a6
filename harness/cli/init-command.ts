import { Command } from "commander";
import type { Done } from "./_done.ts";

/** `assay init`. */
export function initCommand(done: Done): Command {
  return new Command("init")
    .description("look at a repository of policies and write what makes them run; nothing that is there is overwritten")
    .argument("[folder]", "root of the repository (default: the current folder)")
    .option("--dry-run", "say what would be written, and write nothing")
    .option("--no-record", "make no cases of the manifests that are there")
    .addHelpText("after", examples)
    .action(async (folder: string | undefined, options: { readonly dryRun?: boolean; readonly record: boolean }) => {
      const { initProject } = await import("./init/index.ts");
      await initProject(folder ?? ".", options);
      done(0);
    });
}

// --- internal ---

const examples = `
Policies that have no cases are asked about the manifests beside them; what they say is
recorded as cases, for you to confirm.

Examples:
  assay init --dry-run
  assay init policies`;
