import type { Json, JsonObject } from "../../model/index.ts";
import { at, isObject, type Path } from "./_json.ts";

const template = ["spec", "template"];

/** Where the pod is in each kind that holds one. */
export const podPaths: Readonly<Record<string, Path>> = {
  "v1 Pod": [],
  "v1 ReplicationController": template,
  "v1 PodTemplate": ["template"],
  "apps/v1 ReplicaSet": template,
  "apps/v1 Deployment": template,
  "apps/v1 StatefulSet": template,
  "apps/v1 DaemonSet": template,
  "batch/v1 Job": template,
  "batch/v1 CronJob": ["spec", "jobTemplate", "spec", "template"],
};

/** Path of what has the pod's metadata and spec; `undefined` for objects without a pod. */
export function podPath(object: JsonObject): Path | undefined {
  const path = podPaths[`${object["apiVersion"]} ${object["kind"]}`];
  return path !== undefined && isObject(at(object, [...path, "spec"])) ? path : undefined;
}

/** Whether it is a Pod itself. */
export function isPod(object: JsonObject): boolean {
  return podPath(object)?.length === 0;
}

/** The pod of a kind that holds one, as a Pod. */
export function asPod(object: JsonObject): JsonObject | undefined {
  const path = podPath(object);
  const held = path === undefined ? undefined : at(object, path);
  if (!isObject(held)) return undefined;
  const metadata = isObject(held["metadata"]) ? held["metadata"] : {};
  const named = { ...metadata, ...nameOf(object) };
  return { apiVersion: "v1", kind: "Pod", metadata: named, spec: held["spec"] as Json };
}

/** The Pod as every kind that can hold it. */
export function asWorkloads(pod: JsonObject): readonly JsonObject[] {
  return Object.keys(workloads).map((kind) => asWorkload(pod, kind));
}

// --- internal ---

/** What a workload needs beside its template, and which restart policies it takes. */
const workloads: Readonly<Record<string, (parts: Parts) => JsonObject>> = {
  "v1 ReplicationController": ({ always, labels }) => ({ spec: { selector: labels, template: always } }),
  "v1 PodTemplate": ({ pod }) => ({ template: pod }),
  "apps/v1 ReplicaSet": ({ always, selector }) => ({ spec: { selector, template: always } }),
  "apps/v1 Deployment": ({ always, selector }) => ({ spec: { selector, template: always } }),
  "apps/v1 StatefulSet": ({ always, selector }) => ({ spec: { selector, serviceName: "app", template: always } }),
  "apps/v1 DaemonSet": ({ always, selector }) => ({ spec: { selector, template: always } }),
  "batch/v1 Job": ({ once }) => ({ spec: { template: once } }),
  "batch/v1 CronJob": ({ once }) => ({ spec: { schedule: "0 0 * * *", jobTemplate: { spec: { template: once } } } }),
};

interface Parts {
  readonly labels: JsonObject;
  readonly selector: JsonObject;
  readonly pod: JsonObject;
  readonly always: JsonObject;
  readonly once: JsonObject;
}

function asWorkload(pod: JsonObject, name: string): JsonObject {
  const [apiVersion = "", kind = ""] = name.split(" ");
  const metadata = isObject(pod["metadata"]) ? pod["metadata"] : {};
  const spec = isObject(pod["spec"]) ? pod["spec"] : {};
  const own = metadata["labels"];
  const labels = isObject(own) && Object.keys(own).length > 0 ? own : { app: "app" };
  const annotations = metadata["annotations"] === undefined ? {} : { annotations: metadata["annotations"] };
  const held = { metadata: { labels, ...annotations }, spec };
  const once = spec["restartPolicy"] === "OnFailure" ? "OnFailure" : "Never";
  const made = (workloads[name] as (parts: Parts) => JsonObject)({
    labels,
    selector: { matchLabels: labels },
    pod: held,
    always: { ...held, spec: { ...spec, restartPolicy: "Always" } },
    once: { ...held, spec: { ...spec, restartPolicy: once } },
  });
  return { apiVersion, kind, metadata: nameOf(pod), ...made };
}

function nameOf(object: JsonObject): JsonObject {
  const metadata = isObject(object["metadata"]) ? object["metadata"] : {};
  return Object.fromEntries(
    ["name", "generateName", "namespace"].flatMap((key) =>
      metadata[key] === undefined ? [] : [[key, metadata[key] as Json]],
    ),
  );
}
