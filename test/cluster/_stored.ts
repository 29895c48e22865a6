import type { Json, JsonObject } from "../../harness/model/index.ts";
import { isObject, textAt } from "./_objects.ts";

/** Fields that only a server can know, whatever the kind. */
const ofServer: readonly string[] = ["uid", "resourceVersion", "creationTimestamp", "managedFields", "selfLink"];

/** Addresses and ports that a server allocates. */
const allocated: Readonly<Record<string, readonly string[]>> = {
  Service: ["clusterIP", "clusterIPs", "healthCheckNodePort"],
};

/** Times that a server notes in a status. */
const timed: Readonly<Record<string, readonly string[]>> = { PersistentVolume: ["lastPhaseTransitionTime"] };

/** An object as it would be stored, without what only a server can know; its uid, where it is repeated, reads `<uid>`. */
export function comparable(object: JsonObject): JsonObject {
  const uid = textAt(object, "metadata", "uid");
  const own = uid === "" ? object : (replaceText(object, uid, "<uid>") as JsonObject);
  const metadata = own["metadata"];
  const result: Record<string, Json> = { ...own };
  if (isObject(metadata))
    result["metadata"] = without(metadata, generated(metadata) ? [...ofServer, "name"] : ofServer);
  const dropped = allocated[textAt(object, "kind")];
  if (dropped !== undefined && isObject(own["spec"])) result["spec"] = withoutNodePorts(without(own["spec"], dropped));
  const times = timed[textAt(object, "kind")];
  if (times !== undefined && isObject(own["status"])) result["status"] = without(own["status"], times);
  if (textAt(object, "kind") === "Pod" && isObject(own["status"])) result["status"] = withoutTransitions(own["status"]);
  return result;
}

/** Where two values differ: a path and both values, for the first few places. */
export function deepDifferences(left: Json | undefined, right: Json | undefined, path = ""): readonly string[] {
  if (Object.is(left, right)) return [];
  if (isObject(left) && isObject(right)) {
    const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])].sort();
    return keys.flatMap((key) => deepDifferences(left[key], right[key], `${path}.${key}`));
  }
  if (Array.isArray(left) && Array.isArray(right) && left.length === right.length) {
    return left.flatMap((value, index) => deepDifferences(value, right[index], `${path}[${index}]`));
  }
  return [`object${path}: server ${shown(left)}, engine ${shown(right)}`];
}

// --- internal ---

function generated(metadata: JsonObject): boolean {
  const prefix = metadata["generateName"];
  const name = metadata["name"];
  return typeof prefix === "string" && prefix !== "" && typeof name === "string" && name.length === prefix.length + 5;
}

function withoutNodePorts(spec: JsonObject): JsonObject {
  const ports = spec["ports"];
  if (!Array.isArray(ports)) return spec;
  return { ...spec, ports: ports.map((port: Json) => (isObject(port) ? without(port, ["nodePort"]) : port)) };
}

function withoutTransitions(status: JsonObject): JsonObject {
  const conditions = status["conditions"];
  if (!Array.isArray(conditions)) return status;
  const untimed = conditions.map((one: Json) => (isObject(one) ? without(one, ["lastTransitionTime"]) : one));
  return { ...status, conditions: untimed };
}

function without(object: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

function replaceText(value: Json, text: string, by: string): Json {
  if (typeof value === "string") return value.replaceAll(text, by);
  if (Array.isArray(value)) return value.map((item: Json) => replaceText(item, text, by));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replaceText(inner, text, by)]));
}

function shown(value: Json | undefined): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
