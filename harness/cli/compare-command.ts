import { Command, InvalidArgumentError } from "commander";
import type { CompareOptions } from "./_compare-options.ts";
import type { Done } from "./_done.ts";
import { count, each, filled, releases, seconds, shard } from "./_option-values.ts";
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
Sides:
  rego, topdown, cel, podsecurity, gatekeeper
                                       the project's policies for that engine, control by control
  rego:policies/, cel:vap.yaml, old/   the policies at a path; for rego, topdown and cel, ConstraintTemplates too
  kyverno:policies/                    Kyverno's policies at a path, by the kyverno CLI
  command:./webhook                    a program that answers AdmissionReviews, with its arguments
  podsecurity:baseline@v1.28           PodSecurity at a level, and at a version of its policy
  cluster, cluster:kind-dev            a live cluster, by dry run; of that context of the kubeconfig
  cel@1.31, 1.31                       as under that release of Kubernetes

Examples:
  assay compare                                the policies of each control with each other, on cases and 1,000 requests
  assay compare rego cel --control 'pss.*'     two engines
  assay compare cel:old/ cel:new/ --time 60    two revisions, for a minute
  assay compare podsecurity:restricted cel:cel/restricted.yaml
  assay compare gatekeeper:library/ cel:library/
                                               Gatekeeper with the admission policies that it makes of its templates
  assay compare cel --kubernetes 1.30..1.37    one side under each release: where it compiles, where its verdicts change
  assay compare --time 8h --corpus corpus --shard 3/16 --format json --output 3.json
                                               one of 16 machines for a night; assay merge joins the reports
  assay compare cel:old/ cel:new/ --requests audit.log --runs 0
                                               what a change would have meant for the requests of a log
  assay compare --write-cases                  every difference as a case of its control
  assay compare rego cel --control ports --seed 1 --path 17
                                               one request again`;

/** `assay compare`. */
export function compareCommand(done: Done): Command {
  return new Command("compare")
    .description("find the smallest requests on which two policies differ")
    .argument("[left]", "a side (default: each control's engines with each other)")
    .argument("[right]", "the other side")
    .addOption(controlOption())
    .addOption(caseOption())
    .option(
      "--runs <count>",
      "generated requests for each comparison (default: 1000, or as many as --time allows)",
      count,
    )
    .option("--time <duration>", "how long to generate for, in seconds or as 90s, 10m, 8h", duration)
    .option("--seed <number>", "seed of the generated requests (default: 1)", count)
    .option("--path <number>", "generate the request of this number alone", count)
    .option(
      "--corpus <folder>",
      "judge what is kept in this folder too, and keep there what reaches something new",
      filled,
    )
    .option(
      "--requests <files>",
      "compare on these manifests and recorded requests too, as assay judge reads them; - is standard input; repeated",
      each,
    )
    .option("--messages", "compare messages too, not decisions alone")
    .option("--undirected", "generate without regard to what the policies read")
    .option("--write-cases", "write each difference as a case of its control")
    .addOption(formatOption())
    .addOption(outputOption())
    .option(
      "--kubernetes <releases>",
      "release of the CEL environment, such as 1.31; a case's own wins; a list, or a range such as 1.30..1.37, compares one side under each",
      releases,
    )
    .option("--kubeconfig <file>", "where the cluster of a side is found (default: as kubectl finds it)", filled)
    .addOption(timeoutOption())
    .option("--shard <i/n>", "compare on one of n equal shares of the cases and requests", shard)
    .addOption(configOption())
    .addOption(cwdOption())
    .addOption(noColorOption())
    .addHelpText("after", examples)
    .action(async (left: string | undefined, right: string | undefined, options: CompareOptions) => {
      const { runCompare } = await import("./compare.ts");
      done(await runCompare([left, right], options));
    });
}

// --- internal ---

const units: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3600 };

/** In seconds. */
function duration(value: string): number {
  const [, number = "", unit = ""] = /^(\d+(?:\.\d+)?)([smh]?)$/.exec(value) ?? [];
  if (number === "") throw new InvalidArgumentError("It must look like 60, 90s, 10m or 8h.");
  return seconds(String(Number(number) * (units[unit] ?? 1)));
}
