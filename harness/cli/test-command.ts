import { Command } from "commander";
import type { Done } from "./_done.ts";
import { count, filled, list, percent, releases, shard } from "./_option-values.ts";
import {
  caseOption,
  configOption,
  contextOption,
  controlOption,
  cwdOption,
  engineOption,
  formatOption,
  kubeconfigOption,
  noColorOption,
  outputOption,
  timeoutOption,
} from "./_options.ts";
import type { TestOptions } from "./_test-options.ts";

const examples = `
Examples:
  assay test                                  judge every case of the project
  assay test cases/host-ports                 the cases below a folder
  assay test --control 'pss.*' --engine cel   the CEL policies of some controls
  assay test --case "init container"          cases by part of their name
  assay test --format pretty,junit --output junit.xml
                                              JUnit into the file, the rest to the terminal
  assay test --shard 2/4                      the second quarter of all cases
  assay test --kubernetes 1.25..1.37          every case under each release, and a matrix of what holds where
  assay test --coverage-output lcov.info --min-coverage 95
                                              what the cases reach of the policies in Rego and CEL, as lcov too
  assay test --watch                          what a change touches, as often as something changes
  assay test --engine cluster --context dev   a live cluster, by dry run: nothing is stored in it`;

/** `assay test`. */
export function testCommand(done: Done): Command {
  return new Command("test")
    .description("judge the cases by every engine that their control has a policy for")
    .argument("[paths...]", "files, folders or globs of cases or policies (default: all)")
    .addOption(controlOption())
    .addOption(engineOption())
    .addOption(caseOption())
    .addOption(formatOption())
    .addOption(outputOption())
    .option(
      "--kubernetes <releases>",
      "release of Kubernetes, such as 1.31; a case's own wins; a list, or a range such as 1.31..1.37, judges under each and shows what holds where",
      releases,
    )
    .addOption(contextOption())
    .addOption(kubeconfigOption())
    .addOption(timeoutOption())
    .option("--types", "hold policies in CEL to the API server's type checker as well, for every kind that they match")
    .option("--coverage", "tell which lines of Rego and sub-expressions of CEL no case reaches")
    .option("--coverage-output <file>", "write the coverage as lcov, too", filled)
    .option("--min-coverage <percent>", "fail where the coverage of Rego or of CEL is below", percent)
    .option("--shard <i/n>", "judge one of n equal shares of the cases", shard)
    .option("--property <ids>", "check these properties of assay.yaml alone, and no case; a list or repeated", list)
    .option("--runs <count>", "changed requests for each property and engine; 0 checks no property", count)
    .option("--seed <number>", "seed of what the properties are checked with (default: 1)", count)
    .option("--path <number>", "check the properties with the generated request of this number alone", count)
    .option("--watch", "test again what a change touches, until q or Ctrl-C")
    .addOption(configOption())
    .addOption(cwdOption())
    .addOption(noColorOption())
    .addHelpText("after", examples)
    .action(async (paths: readonly string[], options: TestOptions) => {
      const test =
        options.watch === true ? (await import("./watch.ts")).watchTest : (await import("./test.ts")).runTest;
      done(await test(paths, options));
    });
}
