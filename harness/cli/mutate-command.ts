import { Command, Option } from "commander";
import type { Done } from "./_done.ts";
import type { MutateOptions } from "./_mutate-options.ts";
import { count, filled, list, oneOf, percent, release } from "./_option-values.ts";
import {
  configOption,
  controlOption,
  cwdOption,
  formats,
  noColorOption,
  outputOption,
  timeoutOption,
} from "./_options.ts";

const examples = `
Examples:
  assay mutate                                 every slip in every policy, and whether a case notices it
  assay mutate --control 'pss.*' --engine cel  the CEL policies of some controls
  assay mutate --library 'rego/lib/*.rego'     shared modules, by the cases of all controls that use them
  assay mutate --write-cases                   a case for each slip that none notices
  assay mutate --base origin/main              only policies that changed, or whose cases did
  assay mutate --min-score 95                  fail below 95 % for Rego or for CEL, not at the first slip
  assay mutate --operators condition           one kind of slip
  assay mutate --runs 0                        do not look for requests that tell the rest from the original
  assay mutate --format pretty,mutation-html --output mutants.html
                                               a page with the slips in their files`;

const mutationFormats = [...formats, "mutation-json", "mutation-html"] as const;

/** `assay mutate`. */
export function mutateCommand(done: Done): Command {
  return new Command("mutate")
    .description("make slips in the policies in Rego and CEL, and tell which of them no case notices")
    .addOption(controlOption())
    .option(
      "--library <files>",
      "modules of the library, by path or glob (default: all, unless --control names controls)",
      list,
    )
    .option("--engine <ids>", "engines: rego, cel; a list or repeated", oneOf(["rego", "cel"]))
    .option("--base <revision>", "mutate only what is not as in this revision or folder, cases included", filled)
    .option("--operators <names>", "kinds of slips (default: all but message); a list or repeated", list)
    .option(
      "--min-score <percent>",
      "fail where an engine's score is below (default: where any mutant survives)",
      percent,
    )
    .option("--runs <count>", "generated requests for mutants that no case notices (default: 1000)", count)
    .option("--seed <number>", "seed of the generated requests (default: 1)", count)
    .option("--write-cases", "write a case for each mutant that survives")
    .addOption(
      new Option("--format <formats>", `${mutationFormats.join(", ")}; a list or repeated`).argParser(
        oneOf(mutationFormats),
      ),
    )
    .addOption(outputOption())
    .option("--kubernetes <release>", "release of Kubernetes, such as 1.31; a case's own wins", release)
    .addOption(timeoutOption())
    .addOption(configOption())
    .addOption(cwdOption())
    .addOption(noColorOption())
    .addHelpText("after", examples)
    .action(async (options: MutateOptions) => {
      const { runMutate } = await import("./mutate.ts");
      done(await runMutate(options));
    });
}
