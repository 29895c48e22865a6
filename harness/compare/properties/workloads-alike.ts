import { isJsonObject, type JsonObject, type Property } from "../../model/index.ts";
import { objectsAt } from "./_json.ts";
import { asPod, asWorkloads, isPod, podPath } from "./_pods.ts";
import { creates, objectOf, withObject } from "./_trials.ts";

/** A Pod in each kind that can hold one. */
export const workloadsAlike: Property = {
  id: "workloads-alike",
  about:
    "A pod judges alike alone and in every kind of workload; else a Deployment is accepted of which no Pod can ever start, or a kind is not looked at.",
  relation: "same",
  *changes(trial) {
    const object = objectOf(trial);
    if (object === undefined || !creates(trial) || podPath(object) === undefined) return;
    const pod = asPod(object);
    if (pod === undefined || serverAddsToPods(pod)) return;
    const { resource: _resource, kind: _kind, name: _name, ...request } = trial.request;
    const others = isPod(object) ? asWorkloads(pod) : [pod];
    for (const other of others)
      yield { how: `the ${object["kind"]} became a ${other["kind"]}`, trial: withObject({ ...trial, request }, other) };
  },
};

// --- internal ---

/** In a Pod on the host's network the server writes host ports itself; in a workload's template it does not. */
function serverAddsToPods(pod: JsonObject): boolean {
  const spec = isJsonObject(pod["spec"]) ? pod["spec"] : {};
  const containers = ["initContainers", "containers"].flatMap((list) => objectsAt(spec, [list]));
  return spec["hostNetwork"] === true && containers.some((container) => objectsAt(container, ["ports"]).length > 0);
}
