import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import type { Json, JsonObject, Request } from "../../harness/model/index.ts";
import type { Level } from "../../scripts/fixtures/index.ts";

/** One row of truth-table.yaml, which says what the keys mean. */
export interface Row {
  readonly id: string;
  readonly pod: string;
  readonly without?: readonly string[];
  readonly spec?: JsonObject;
  readonly container?: JsonObject;
  readonly annotations?: JsonObject;
  readonly ephemeral?: JsonObject;
  readonly refused?: string;
  readonly baseline: Outcomes;
  readonly restricted: Outcomes;
  readonly defaulted?: Outcomes;
}

/** First policy version to the checks that fail from it on. */
export type Outcomes = Readonly<Record<string, readonly string[]>>;

/** Minors at which the outcome of some pod changes, and the first. */
export const revisions: readonly number[] = [0, 8, 19, 22, 23, 25, 27, 29, 31, 32, 34, 35, 37];

/** The newest of them. */
export const newest: number = Math.max(...revisions);

/** The rows of truth-table.yaml. */
export function readRows(): readonly Row[] {
  return load(readFileSync(join(import.meta.dirname, "truth-table.yaml"), "utf8")) as unknown as readonly Row[];
}

/** The checks that fail at a version, sorted. `seen` is what judges see: the pod as written, or as the API server has defaulted it. */
export function failingAt(
  row: Row,
  level: Level,
  { minor, seen }: { readonly minor: number; readonly seen: "written" | "admitted" },
): string[] {
  const outcomes = seen === "admitted" ? (row.defaulted ?? row[level]) : row[level];
  const first = Object.keys(outcomes)
    .map((version) => Number(version.replace("v1.", "")))
    .filter((from) => from <= minor)
    .sort((left, right) => left - right)
    .at(-1);
  return [...(outcomes[`v1.${first}`] ?? ["no outcome"])].sort();
}

/** The request that brings the row's pod. */
export function requestOf(row: Row): Request {
  const pod = podOf(row);
  if (row.ephemeral === undefined) return { operation: "CREATE", object: { json: pod } };
  const container = { name: "debug", image: "registry.example/debug:1", ...row.ephemeral };
  const object = { ...pod, spec: { ...(pod["spec"] as JsonObject), ephemeralContainers: [container] } };
  return {
    operation: "UPDATE",
    subResource: "ephemeralcontainers",
    object: { json: object },
    oldObject: { json: pod },
  };
}

/** The least that restricted asks for at every version. */
function basePod(): Pod {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "app" },
    spec: {
      securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
      containers: [
        {
          name: "app",
          image: "registry.example/app:1",
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
        },
      ],
    },
  };
}

type Tree = { [key: string]: unknown };
type Pod = Tree & { metadata: Tree; spec: Tree & { containers: [Tree] } };

function podOf({ without = [], spec = {}, container = {}, annotations }: Row): JsonObject {
  const pod = basePod();
  const places: Tree = { spec: pod.spec, container: pod.spec.containers[0] };
  for (const path of without) remove(places, path.split("."));
  merge(pod.spec, spec);
  merge(pod.spec.containers[0], container);
  if (annotations !== undefined) pod.metadata["annotations"] = annotations;
  return pod as JsonObject;
}

function remove(from: Tree, [key = "", ...rest]: readonly string[]): void {
  if (!(key in from)) throw new Error(`\`without\` names what is not there: \`${key}\``);
  if (rest.length === 0) delete from[key];
  else remove(from[key] as Tree, rest);
}

function merge(into: Tree, changes: JsonObject): void {
  for (const [key, value] of Object.entries(changes)) {
    const present = into[key];
    if (isTree(present) && isTree(value)) merge(present, value as JsonObject);
    else into[key] = value;
  }
}

function isTree(value: unknown | Json): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
