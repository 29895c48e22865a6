import { mendResizing } from "./_mend-containers.ts";
import { mendExpressions, mendPod } from "./_mend-pod.ts";
import { copyOf, drop, listOf, makeAt, type Tree, treeOf, treesOf } from "./_tree.ts";
import { templatePath } from "./wrap.ts";

/** Repairs what makes Pods: the template, the selector that must match it, and what the kind asks of both. */
export function mendWorkload(object: Tree, kind: string): void {
  const template = makeAt(object, ...(templatePath(kind) ?? []));
  mendPod(template, { template: true });
  const podSpec = makeAt(template, "spec");
  mendRestart(podSpec, kind);
  mendResizing(podSpec);
  if (kind === "PodTemplate") return;
  const spec = makeAt(object, "spec");
  if (kind === "CronJob") {
    spec["schedule"] ??= "@daily";
    mendJob(makeAt(spec, "jobTemplate", "spec"));
    return;
  }
  if (kind === "Job") {
    mendJob(spec);
    return;
  }
  mendSelector(spec, kind);
  mendStrategy(spec, kind);
  mendClaims(spec);
  drop(podSpec, "activeDeadlineSeconds");
}

// --- internal ---

const restartsAlways = new Set(["ReplicationController", "ReplicaSet", "Deployment", "StatefulSet", "DaemonSet"]);

function mendRestart(podSpec: Tree, kind: string): void {
  const policy = podSpec["restartPolicy"];
  if (restartsAlways.has(kind) && policy !== "Always") drop(podSpec, "restartPolicy");
  if ((kind === "Job" || kind === "CronJob") && policy !== "OnFailure") podSpec["restartPolicy"] = "Never";
}

/** The selector is what the template's labels are. */
function mendSelector(spec: Tree, kind: string): void {
  const template = makeAt(spec, "template");
  const metadata = makeAt(template, "metadata");
  const labels = treeOf(metadata["labels"]) ?? {};
  metadata["labels"] = labels;
  for (const name in labels) labels[name] ??= "";
  if (Object.keys(labels).length === 0) labels["app"] = "a";
  if (kind === "ReplicationController") {
    if (treeOf(spec["selector"]) !== undefined) spec["selector"] = copyOf(labels);
    return;
  }
  spec["selector"] = { matchLabels: copyOf(labels) };
  mendExpressions(spec);
}

/** Claims of a StatefulSet are named as the volumes that they become. */
function mendClaims(spec: Tree): void {
  const names = new Set<string>();
  if (listOf(spec["volumeClaimTemplates"]) === undefined) return;
  spec["volumeClaimTemplates"] = treesOf(spec["volumeClaimTemplates"]).filter((claim) => {
    const metadata = makeAt(claim, "metadata");
    const name = String(metadata["name"] ?? "data").replaceAll(".", "-");
    metadata["name"] = name;
    return !names.has(name) && names.add(name) !== undefined;
  });
}

function mendStrategy(spec: Tree, kind: string): void {
  const { minReadySeconds, progressDeadlineSeconds: deadline } = spec;
  if (typeof deadline === "number" && typeof minReadySeconds === "number" && deadline <= minReadySeconds) {
    drop(spec, "progressDeadlineSeconds");
  }
  const strategy = treeOf(spec["strategy"] ?? spec["updateStrategy"]);
  if (strategy === undefined) return;
  if (strategy["type"] !== "RollingUpdate") drop(strategy, "rollingUpdate");
  const rolling = treeOf(strategy["rollingUpdate"]);
  if (rolling !== undefined && kind === "DaemonSet") drop(rolling, "maxSurge");
  if (rolling !== undefined && isNothing(rolling["maxUnavailable"])) rolling["maxUnavailable"] = 1;
}

function isNothing(amount: unknown): boolean {
  return amount === 0 || amount === "0%" || amount === null;
}

/** An indexed Job says how many completions; a policy for failures needs Pods that are not restarted. */
function mendJob(spec: Tree): void {
  drop(spec, "selector", "manualSelector");
  if (spec["completionMode"] === "Indexed" && typeof spec["completions"] !== "number") spec["completions"] = 1;
  const podSpec = makeAt(spec, "template", "spec");
  if (treeOf(spec["podFailurePolicy"]) !== undefined) {
    podSpec["restartPolicy"] = "Never";
    if (spec["podReplacementPolicy"] !== "Failed") drop(spec, "podReplacementPolicy");
    if ((listOf(treeOf(spec["podFailurePolicy"])?.["rules"]) ?? []).length === 0) drop(spec, "podFailurePolicy");
  }
}
