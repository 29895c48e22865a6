import { Command } from "commander";
import type { Done } from "./_done.ts";
import { cwdOption } from "./_options.ts";

/** `assay import`. */
export function importCommand(done: Done): Command {
  return new Command("import")
    .description("make cases and policies of this project of other tools' suites; nothing that is there is overwritten")
    .argument("[paths...]", "suites, or folders of them (default: all that are found)")
    .addOption(cwdOption())
    .option("--dry-run", "say what would be written, and write nothing")
    .addHelpText("after", examples)
    .action(async (paths: readonly string[], options: { readonly cwd?: string; readonly dryRun?: boolean }) => {
      const { importSuites } = await import("./import/index.ts");
      done(await importSuites(paths, options));
    });
}

// --- internal ---

const examples = `
Suites run where they lie: nobody needs to import them. What a case has no words for is said,
with its place, and is not imported; the exit code is 1 then.

Examples:
  assay import --dry-run
  assay import library/general`;
