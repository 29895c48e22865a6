import { Command, Option } from "commander";
import type { Done } from "./_done.ts";
import type { ExplainOptions } from "./_explain-options.ts";
import { release } from "./_option-values.ts";
import { configOption, controlOption, cwdOption, engineOption, noColorOption, timeoutOption } from "./_options.ts";

const examples = `
What is told, for each engine: its verdict, the lines from which it comes, and what was tried with which values.
Before that, what the API server's defaults changed in the object as it was written.

Examples:
  assay explain cases/host-namespaces/deny/host-pid.yaml      one case, by its file
  assay explain host-pid --control 'pss.*'                    by its name or a part of it
  assay explain pod.yaml --control host-namespaces            a manifest that is no case
  helm template charts/web | assay explain - --control ports  a chart with one object
  assay explain host-pid --engine cel --format json           for another program

Exit codes: 0 explained, 2 nothing or more than one request found, or an engine that cannot judge.`;

/** `assay explain`. */
export function explainCommand(done: Done): Command {
  return new Command("explain")
    .description("explain a verdict: the deciding lines, values, what did not match, and what was defaulted")
    .argument("<case>", "name of a case or a part of it, its file, or a file with one request; - is standard input")
    .addOption(controlOption())
    .addOption(engineOption())
    .addOption(new Option("--format <format>", "pretty or json").choices(["pretty", "json"]).default("pretty"))
    .option("--kubernetes <release>", "release of Kubernetes that judges, such as 1.31", release)
    .addOption(timeoutOption())
    .addOption(configOption())
    .addOption(cwdOption())
    .addOption(noColorOption())
    .addHelpText("after", examples)
    .action(async (target: string, options: ExplainOptions) => {
      const { runExplain } = await import("./explain.ts");
      done(await runExplain(target, options));
    });
}
