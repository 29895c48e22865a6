import { Command } from "commander";
import type { Done } from "./_done.ts";
import type { JudgeOptions } from "./_judge-options.ts";
import { each, release } from "./_option-values.ts";
import {
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

const examples = `
What is read, told by its content, document by document:
  manifests, lists of them, rendered charts    each object is created
  AdmissionReviews                             v1 or v1beta1, JSON, JSON lines or YAML
  audit logs of the API server                 what the log holds the object of

Examples:
  helm template charts/web | assay judge -                 a rendered chart, by the project's policies
  assay judge deploy/ --control 'pss.*' --engine cel       manifests below a folder, by some policies
  assay judge deploy/ --policy podsecurity:restricted      by a level of PodSecurity, without a project
  assay judge audit.log --policy cel:new/                  what a policy would have done to recorded requests
  assay judge reviews.jsonl --recorded                     where the policies decide otherwise than was recorded
  kubectl get deployments -A -o json | assay judge -       what is there already`;

/** `assay judge`. */
export function judgeCommand(done: Done): Command {
  return new Command("judge")
    .description("judge manifests and recorded requests by the policies")
    .argument("<files...>", "files, folders or globs; - is standard input")
    .option("--policy <sides>", "judge by these policies, not by the project's: a side as of compare; repeated", each)
    .addOption(controlOption())
    .addOption(engineOption())
    .option("--recorded", "compare with what was answered when the requests were recorded")
    .addOption(formatOption())
    .addOption(outputOption())
    .option("--kubernetes <release>", "release of Kubernetes that judges, such as 1.31", release)
    .addOption(contextOption())
    .addOption(kubeconfigOption())
    .addOption(timeoutOption())
    .addOption(configOption())
    .addOption(cwdOption())
    .addOption(noColorOption())
    .addHelpText("after", examples)
    .action(async (files: readonly string[], options: JudgeOptions) => {
      const { runJudge } = await import("./judge.ts");
      done(await runJudge(files, options));
    });
}
