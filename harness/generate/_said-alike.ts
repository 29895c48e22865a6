import type { Json, JsonObject, ObjectSource, Request } from "../model/index.ts";
import { listOf, treeOf } from "./_tree.ts";

/** A request with the params that it is judged by. */
export interface Said {
  readonly request: Request;
  readonly params: JsonObject;
}

/** What params and objects both say, said more simply in all of them: an allowed registry and the images that are from it. */
export function* saidAlike(request: Request, params: JsonObject): Generator<Said> {
  const said = JSON.stringify([request.object, request.oldObject]);
  const scalars = scalarsOf(params);
  const texts = new Set(scalars.filter((one) => typeof one === "string").flatMap(partsOf));
  for (const text of [...texts].filter((one) => said.includes(one)).slice(0, most)) {
    for (const simple of ["a", "b"]) yield changed({ request, params }, (one) => renamed(one, text, simple));
  }
  for (const number of new Set(scalars.filter((one) => typeof one === "number" && one > 1))) {
    yield changed({ request, params }, (one) => nearer(one, number as number));
  }
}

// --- internal ---

const most = 12;

/** The text without what a star or an anchor stands for, and its words; the longest first. */
function partsOf(text: string): readonly string[] {
  const words = [...text.matchAll(/[A-Za-z0-9]+/g)].map(([word]) => word);
  const core = text.replaceAll(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, "");
  return [core, ...words].filter((one) => one !== "" && one !== "a");
}

/** A single letter only where it is a word of its own. */
function renamed(value: Json, text: string, simple: string): Json {
  if (typeof value !== "string") return value;
  return text.length > 1
    ? value.replaceAll(text, simple)
    : value.replaceAll(/[A-Za-z0-9]+/g, (word) => (word === text ? simple : word));
}

/** The number and its neighbours become 1 and its neighbours. */
function nearer(value: Json, number: number): Json {
  return typeof value === "number" && Math.abs(value - number) <= 1 ? value - number + 1 : value;
}

function changed({ request, params }: Said, change: Change): Said {
  const { object, oldObject, ...rest } = request;
  const source = (one: ObjectSource | undefined, name: string): object =>
    one === undefined ? {} : { [name]: "json" in one ? { json: objectWith(one.json, change) } : one };
  return {
    request: { ...rest, ...source(object, "object"), ...source(oldObject, "oldObject") },
    params: withScalars(params, change, (name) => name) as JsonObject,
  };
}

type Change = (scalar: Json) => Json;

/** What an object is stays. */
function objectWith(object: JsonObject, change: Change): JsonObject {
  const { apiVersion, kind, ...rest } = object;
  const what = { ...(apiVersion === undefined ? {} : { apiVersion }), ...(kind === undefined ? {} : { kind }) };
  return { ...what, ...(withScalars(rest, change, (name) => keyOf(name, change)) as JsonObject) };
}

/** Keys of maps are texts too; of one word, as names of fields are, all or nothing changes. */
function keyOf(name: string, change: Change): string {
  const other = String(change(name));
  return /^[A-Za-z0-9]+$/.test(name) && other.length > 1 ? name : other;
}

function withScalars(value: Json, change: Change, keyed: (name: string) => string): Json {
  const list = listOf(value);
  if (list !== undefined) return list.map((item) => withScalars(item, change, keyed));
  const tree = treeOf(value);
  if (tree === undefined) return change(value);
  return Object.fromEntries(
    Object.entries(tree).map(([name, inner]) => [keyed(name), withScalars(inner, change, keyed)]),
  );
}

function scalarsOf(value: Json): readonly Json[] {
  const list = listOf(value) ?? (treeOf(value) === undefined ? undefined : Object.values(treeOf(value) ?? {}));
  return list === undefined ? [value] : list.flatMap(scalarsOf);
}
