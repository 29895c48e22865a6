import { Command } from "commander";
import type { Done } from "./_done.ts";
import type { GateCommandOptions } from "./_gate-options.ts";
import { count, each, filled, release } from "./_option-values.ts";
import {
  caseOption,
  configOption,
  controlOption,
  cwdOption,
  formatOption,
  noColorOption,
  outputOption,
  timeoutOption,
} from "./_options.ts";

const examples = `
Revisions:
  origin/main, v1.2, HEAD~1, 3f2a9c1   of the git repository that the project lies in; no git program is needed
  ./released, /srv/released            a folder

Examples:
  assay gate --base origin/main                what the working tree as it is decides otherwise than main
  assay gate --base HEAD~1 --head HEAD         two revisions
  assay gate --base ./before --head ./after    two folders without git
  assay gate --base origin/main --requests audit.log --requests rendered/
                                               on a log and on rendered charts too
  assay gate --base origin/main --approve --reason "images of the old registry are gone since May"
                                               write what flips into assay-approvals.yaml, for review
  assay gate --base origin/main --control ports --seed 1 --path 17
                                               one request again`;

/** `assay gate`. */
export function gateCommand(done: Done): Command {
  return new Command("gate")
    .description("find the smallest requests that a change of policies decides otherwise")
    .requiredOption("--base <revision>", "the revision or folder before the change", filled)
    .option("--head <revision>", "the revision or folder after it (default: the working tree as it is)", filled)
    .addOption(controlOption())
    .addOption(caseOption())
    .option(
      "--requests <files>",
      "judge these manifests and recorded requests too, as assay judge reads them; - is standard input; repeated",
      each,
    )
    .option("--runs <count>", "generated requests for each control and engine that changed (default: 1000)", count)
    .option("--seed <number>", "seed of the generated requests (default: 1)", count)
    .option("--path <number>", "judge the generated request of this number alone", count)
    .option("--messages", "compare messages too, not decisions alone")
    .option("--approvals <file>", "flips that are approved (default: assay-approvals.yaml)", filled)
    .option("--approve", "write the flips that were found into the approvals, and drop those that have expired")
    .option("--reason <text>", "why the flips are wanted, with --approve", filled)
    .addOption(formatOption())
    .addOption(outputOption())
    .option("--kubernetes <release>", "release of the CEL environment, such as 1.31; a case's own wins", release)
    .addOption(timeoutOption())
    .addOption(configOption())
    .addOption(cwdOption())
    .addOption(noColorOption())
    .addHelpText("after", examples)
    .action(async (options: GateCommandOptions) => {
      const { runGate } = await import("./gate.ts");
      done(await runGate(options));
    });
}
