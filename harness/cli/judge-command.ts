import { Command, Option } from "commander";
import type { EngineId } from "../model/index.ts";
import type { Done } from "./_done.ts";
import type { JudgeOptions } from "./_judge-options.ts";
import { each, filled, list, oneOf, release, seconds } from "./_option-values.ts";

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
    .option("--control <ids>", "controls by id or glob; a list or repeated", list)
    .option("--engine <ids>", `engines: ${engines.join(", ")}; a list or repeated`, oneOf(engines))
    .option("--recorded", "compare with what was answered when the requests were recorded")
    .option("--format <formats>", `${formats.join(", ")}; a list or repeated`, oneOf(formats))
    .option("--output <file>", "where the last format goes; repeated for the ones before it", each)
    .option("--kubernetes <release>", "release of Kubernetes that judges, such as 1.31", release)
    .option("--context <name>", "context of the kubeconfig for the engine cluster (default: its current one)", filled)
    .option("--kubeconfig <file>", "kubeconfig for the engine cluster (default: the one that kubectl takes)", filled)
    .option("--timeout <seconds>", "limit for one request to an engine", seconds)
    .option("--config <file>", "configuration (default: assay.yaml)")
    .option("-C, --cwd <folder>", "root of the project (default: the current folder)")
    .addOption(new Option("--no-color", "no colours, as with NO_COLOR=1"))
    .addHelpText("after", examples)
    .action(async (files: readonly string[], options: JudgeOptions) => {
      const { runJudge } = await import("./judge.ts");
      done(await runJudge(files, options));
    });
}
