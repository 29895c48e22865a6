import { Command, Option } from "commander";
import type { EngineId } from "../model/index.ts";
import type { Done } from "./_done.ts";
import { count, each, filled, list, oneOf, releases, seconds, shard } from "./_option-values.ts";
import type { TestOptions } from "./_test-options.ts";

const engines: readonly EngineId[] = [
  "rego",
  "topdown",
  "cel",
  "podsecurity",
  "gatekeeper",
  "kyverno",
  "command",
  "cluster",
];
const formats = ["pretty", "json", "junit"] as const;

const examples = `
Examples:
  assay test                                  judge every case of the project
  assay test cases/host-ports                 the cases below a folder
  assay test --control 'pss.*' --engine cel   the CEL policies of some controls
  assay test --case "init container"          cases by part of their name
  assay test --format pretty,junit --output junit.xml
                                              JUnit into the file, the rest to the terminal
  assay test --shard 2/4                      the second quarter of all cases
  assay test --engine cluster --context dev   a live cluster, by dry run: nothing is stored in it`;

/** `assay test`. */
export function testCommand(done: Done): Command {
  return new Command("test")
    .description("judge the cases by every engine that their control has a policy for")
    .argument("[paths...]", "files, folders or globs of cases or policies (default: all)")
    .option("--control <ids>", "controls by id or glob; a list or repeated", list)
    .option("--engine <ids>", `engines: ${engines.join(", ")}; a list or repeated`, oneOf(engines))
    .option("--case <text>", "cases that have this text in their name", filled)
    .option("--format <formats>", `${formats.join(", ")}; a list or repeated`, oneOf(formats))
    .option("--output <file>", "where the last format goes; repeated for the ones before it", each)
    .option(
      "--kubernetes <releases>",
      "release of the CEL environment, such as 1.31; a case's own wins; a list, or a range such as 1.31..1.37, judges under each",
      releases,
    )
    .option("--context <name>", "context of the kubeconfig for the engine cluster (default: its current one)", filled)
    .option("--kubeconfig <file>", "kubeconfig for the engine cluster (default: the one that kubectl takes)", filled)
    .option("--timeout <seconds>", "limit for one request to an engine", seconds)
    .option("--shard <i/n>", "judge one of n equal shares of the cases", shard)
    .option("--property <ids>", "check these properties of assay.yaml alone, and no case; a list or repeated", list)
    .option("--runs <count>", "changed requests for each property and engine; 0 checks no property", count)
    .option("--seed <number>", "seed of what the properties are checked with (default: 1)", count)
    .option("--path <number>", "check the properties with the generated request of this number alone", count)
    .option("--config <file>", "configuration (default: assay.yaml)")
    .option("-C, --cwd <folder>", "root of the project (default: the current folder)")
    .addOption(new Option("--no-color", "no colours, as with NO_COLOR=1"))
    .addHelpText("after", examples)
    .action(async (paths: readonly string[], options: TestOptions) => {
      const { runTest } = await import("./test.ts");
      done(await runTest(paths, options));
    });
}
