import type { Json, JsonObject } from "../../harness/model/index.ts";
import type { Fixture } from "../../scripts/fixtures/index.ts";
import { isObject } from "./_objects.ts";

const labels: JsonObject = { app: "a" };
const selector: JsonObject = { matchLabels: labels };

/** A Pod as each kind that makes Pods would carry it; the Pod itself first. */
export function workloadsOf(pod: JsonObject): readonly JsonObject[] {
  const metadata = isObject(pod["metadata"]) ? pod["metadata"] : {};
  const template = templateOf(metadata, pod["spec"] ?? {});
  const job = templateOf(metadata, restarting(pod["spec"] ?? {}));
  const make = (apiVersion: string, kind: string, rest: JsonObject): JsonObject => ({
    apiVersion,
    kind,
    metadata: { name: "test" },
    ...rest,
  });
  return [
    pod,
    make("v1", "ReplicationController", { spec: { replicas: 1, selector: labels, template } }),
    make("v1", "PodTemplate", { template }),
    make("apps/v1", "ReplicaSet", { spec: { replicas: 1, selector, template } }),
    make("apps/v1", "Deployment", { spec: { replicas: 1, selector, template } }),
    make("apps/v1", "StatefulSet", { spec: { replicas: 1, selector, serviceName: "s", template } }),
    make("apps/v1", "DaemonSet", { spec: { selector, template } }),
    make("batch/v1", "Job", { spec: { template: job } }),
    make("batch/v1", "CronJob", { spec: { schedule: "0 * * * *", jobTemplate: { spec: { template: job } } } }),
  ];
}

function templateOf(metadata: JsonObject, spec: Json): JsonObject {
  const annotations = metadata["annotations"];
  return { metadata: { labels, ...(annotations === undefined ? {} : { annotations }) }, spec };
}

/** A Job's Pods may not restart always. */
function restarting(spec: Json): Json {
  return isObject(spec) ? { restartPolicy: "Never", ...spec } : spec;
}

/** The Pods of the newest fixtures as every kind of workload, so that neighbours differ in kind and in content. */
export function seedsOf(fixtures: readonly Fixture[]): readonly JsonObject[] {
  const newest = Math.max(...fixtures.map(({ minor }) => minor));
  const workloads = fixtures.filter(({ minor }) => minor === newest).map(({ object }) => workloadsOf(object));
  const kinds = workloads[0]?.length ?? 0;
  return Array.from({ length: kinds }, (_, round) =>
    workloads.map((all, index) => all[(index + round) % kinds] ?? {}),
  ).flat();
}
