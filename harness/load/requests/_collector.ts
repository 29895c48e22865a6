import type { Aside, JsonObject, Place, Problem, World } from "../../model/index.ts";
import { mebibytes } from "../_read.ts";
import type { NoDocument, StreamDocument } from "./_document.ts";
import { namesOnce } from "./_name.ts";
import type { ReadRequest, RequestFormat } from "./_reading.ts";
import { openSurroundings } from "./_surroundings.ts";
import { admissionReview } from "./admission-review.ts";
import { auditLog } from "./audit-log.ts";
import { manifest } from "./manifest.ts";

/** Sorts documents into requests, what is none, and problems. */
export interface Collector {
  document(document: StreamDocument | NoDocument): void;
  aside(reason: string, place: Place): void;
  problem(problem: Problem): void;
  collected(): {
    readonly requests: readonly ReadRequest[];
    readonly world: World;
    readonly aside: readonly Aside[];
    readonly problems: readonly Problem[];
  };
}

/** Of requests beyond `mostKept` characters only their number is kept. */
export function openCollector(mostKept: number): Collector {
  const requests: ReadRequest[] = [];
  const problems: Problem[] = [];
  const asides = new Map<string, Aside>();
  const ids = new Set<string>();
  const once = namesOnce();
  const surroundings = openSurroundings();
  const formats: readonly RequestFormat[] = [admissionReview, auditLog(), manifest]; // the most particular first
  let kept = 0;
  let dropped = 0;
  const aside = (reason: string, place: Place): void => {
    const known = asides.get(reason) ?? { reason, count: 0, place };
    asides.set(reason, { ...known, count: known.count + 1 });
  };
  const keep = (request: ReadRequest, value: JsonObject): void => {
    kept += sizeOf(request);
    if (kept > mostKept) dropped++;
    else {
      if (request.from === "manifest") surroundings.add(request.request, value);
      requests.push({ ...request, name: once(request.name) });
    }
  };
  const read = (document: StreamDocument, format: RequestFormat): void => {
    const reading = format.read(document);
    if ("problem" in reading) problems.push(reading.problem);
    else if ("aside" in reading) aside(reading.aside, document.place);
    else if (reading.id !== undefined && ids.has(reading.id)) aside("an event that was told before", document.place);
    else {
      if (reading.id !== undefined) ids.add(reading.id);
      keep(reading.request, document.value);
    }
  };
  const document = (one: StreamDocument | NoDocument): void => {
    if ("problem" in one) problems.push(one.problem);
    else if ("aside" in one) aside(one.aside, one.place);
    else if (isList(one)) for (const item of itemsOf(one)) document(item);
    else {
      const format = formats.find((each) => each.takes(textOf(one, "apiVersion"), textOf(one, "kind")));
      if (format === undefined) aside("a document without apiVersion and kind", one.place);
      else read(one, format);
    }
  };
  return {
    document,
    aside,
    problem: (problem) => problems.push(problem),
    collected: () => {
      const all = [...asides.values(), ...tooMany(surroundings.left, requests)];
      const ofSize = dropped === 0 ? [] : [tooLarge(dropped, mostKept)];
      return { requests, world: surroundings.world(), aside: all, problems: [...problems, ...ofSize] };
    },
  };
}

// --- internal ---

function textOf({ value }: StreamDocument, key: "apiVersion" | "kind"): string {
  return typeof value[key] === "string" ? value[key] : "";
}

function isList(document: StreamDocument): boolean {
  return textOf(document, "kind").endsWith("List") && Array.isArray(document.value["items"]);
}

/** The items of a typed list need not say what they are: kubectl takes it from the list. */
function itemsOf(list: StreamDocument): readonly (StreamDocument | NoDocument)[] {
  const [apiVersion, kind] = [textOf(list, "apiVersion"), textOf(list, "kind").slice(0, -"List".length)];
  return list.items().map((item) => {
    if (!("value" in item) || item.value["kind"] !== undefined || kind === "") return item;
    const value = { apiVersion, kind, ...item.value };
    return { ...item, value, source: (...keys) => (keys.length === 0 ? { json: value } : item.source(...keys)) };
  });
}

function sizeOf({ request: { object, oldObject } }: ReadRequest): number {
  const sizes = [object, oldObject].map((source) => {
    if (source === undefined) return 0;
    return "text" in source ? source.text.length : JSON.stringify(source.json).length;
  });
  return sizes.reduce((sum, size) => sum + size, 0);
}

function tooLarge(count: number, mostKept: number): Problem {
  const message = `the objects of all requests have more than ${mebibytes(mostKept)}: the last ${count.toLocaleString("en")} are not judged`;
  return { code: "bad-file", message, hint: "split what is read, and judge it in several runs" };
}

function tooMany(count: number, [first]: readonly ReadRequest[]): readonly Aside[] {
  if (count === 0 || first === undefined) return [];
  const reason = "an object that policies do not find in the cluster: there are too many of them";
  return [{ reason, count, place: first.place }];
}
