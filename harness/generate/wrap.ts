import type { Json, JsonObject } from "../model/index.ts";
import { at, copyOf, makeAt, type Tree, treeOf } from "./_tree.ts";

/** Where the template of a kind's Pods lies, or nothing for a Pod itself; `undefined` where the kind makes no Pods. */
export function templatePath(kind: string): readonly string[] | undefined {
  return templates[kind]?.path;
}

/** Where the spec of a kind's Pods lies; `undefined` where the kind makes no Pods. */
export function podSpecPath(kind: string): readonly string[] | undefined {
  const path = templatePath(kind);
  return path === undefined ? undefined : [...path, "spec"];
}

/** A workload of the kind whose Pods are this one, its name, labels and annotations included. A Pod comes back as it is. */
export function wrap(pod: JsonObject, kind: string): JsonObject {
  const known = templates[kind];
  if (known === undefined) throw new TypeError(`\`${kind}\` makes no Pods; give one of ${workloadKinds.join(", ")}`);
  if (kind === "Pod") return pod;
  const { name = "a", namespace, labels, annotations } = treeOf(copyOf(pod["metadata"] ?? {})) ?? {};
  const own: Tree = { ...(treeOf(labels) ?? {}) };
  if (Object.keys(own).length === 0) own["app"] = "a";
  const workload: Tree = {
    apiVersion: known.apiVersion,
    kind,
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
  };
  const outer = makeAt(workload, ...known.path.slice(0, -1));
  Object.assign(outer, known.rest(own));
  const template = makeAt(workload, ...known.path);
  template["metadata"] = { labels: own, ...(annotations === undefined ? {} : { annotations }) };
  template["spec"] = { ...(treeOf(copyOf(pod["spec"] ?? {})) ?? {}), ...restarting(pod, kind) };
  if (kind === "CronJob") makeAt(workload, "spec")["schedule"] = "@daily";
  return workload;
}

/** The Pod that a workload would make, named as the workload; `undefined` where there is no template. */
export function unwrap(workload: JsonObject): JsonObject | undefined {
  const path = templatePath(String(workload["kind"]));
  if (path === undefined) return undefined;
  if (path.length === 0) return workload;
  const template = treeOf(at(workload, ...path));
  if (template === undefined) return undefined;
  const { name = "a", namespace } = treeOf(workload["metadata"]) ?? {};
  const { labels, annotations } = treeOf(template["metadata"]) ?? {};
  return copyOf({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, ...present({ namespace, labels, annotations }) },
    spec: template["spec"] ?? {},
  } as JsonObject);
}

/** Every kind that is a Pod or makes Pods. */
export const workloadKinds: readonly string[] = [
  "Pod",
  "ReplicationController",
  "PodTemplate",
  "ReplicaSet",
  "Deployment",
  "StatefulSet",
  "DaemonSet",
  "Job",
  "CronJob",
];

// --- internal ---

interface Template {
  readonly apiVersion: string;
  readonly path: readonly string[];
  /** What stands beside the template. */
  readonly rest: (labels: Tree) => Tree;
}

const bySelector = (labels: Tree): Tree => ({ selector: { matchLabels: { ...labels } } });
const inSpec = ["spec", "template"];

const templates: Readonly<Record<string, Template>> = {
  Pod: { apiVersion: "v1", path: [], rest: () => ({}) },
  ReplicationController: { apiVersion: "v1", path: inSpec, rest: (labels) => ({ selector: { ...labels } }) },
  PodTemplate: { apiVersion: "v1", path: ["template"], rest: () => ({}) },
  ReplicaSet: { apiVersion: "apps/v1", path: inSpec, rest: bySelector },
  Deployment: { apiVersion: "apps/v1", path: inSpec, rest: bySelector },
  StatefulSet: { apiVersion: "apps/v1", path: inSpec, rest: bySelector },
  DaemonSet: { apiVersion: "apps/v1", path: inSpec, rest: bySelector },
  Job: { apiVersion: "batch/v1", path: inSpec, rest: () => ({}) },
  CronJob: { apiVersion: "batch/v1", path: ["spec", "jobTemplate", "spec", "template"], rest: () => ({}) },
};

/** Jobs never restart always; everything else but a Pod and a PodTemplate does nothing else. */
function restarting(pod: JsonObject, kind: string): Tree {
  const policy = at(pod, "spec", "restartPolicy");
  if (kind === "Job" || kind === "CronJob") return { restartPolicy: policy === "OnFailure" ? policy : "Never" };
  return kind === "PodTemplate" || policy === undefined ? {} : { restartPolicy: "Always" };
}

function present(fields: { readonly [name: string]: Json | undefined }): Tree {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Tree;
}
