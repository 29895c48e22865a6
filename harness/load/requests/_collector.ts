import type { Aside, Place, Problem, World } from "../../model/index.ts";
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

export function openCollector(): Collector {
  const requests: ReadRequest[] = [];
  const problems: Problem[] = [];
  const asides = new Map<string, Aside>();
  const ids = new Set<string>();
  const once = namesOnce();
  const surroundings = openSurroundings();
  const aside = (reason: string, place: Place): void => {
    const known = asides.get(reason) ?? { reason, count: 0, place };
    asides.set(reason, { ...known, count: known.count + 1 });
  };
  const read = (document: StreamDocument, format: RequestFormat): void => {
    const reading = format.read(document);
    if ("problem" in reading) problems.push(reading.problem);
    else if ("aside" in reading) aside(reading.aside, document.place);
    else if (reading.id !== undefined && ids.has(reading.id)) aside("an event that was told before", document.place);
    else {
      if (reading.id !== undefined) ids.add(reading.id);
      if (format === manifest) surroundings.add(reading.request.request, document.value);
      requests.push({ ...reading.request, name: once(reading.request.name) });
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
      return { requests, world: surroundings.world(), aside: all, problems };
    },
  };
}

// --- internal ---

/** Each format of requests, the most particular first. */
const formats: readonly RequestFormat[] = [admissionReview, auditLog, manifest];

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

function tooMany(count: number, [first]: readonly ReadRequest[]): readonly Aside[] {
  if (count === 0 || first === undefined) return [];
  const reason = "an object that policies do not find in the cluster: there are too many of them";
  return [{ reason, count, place: first.place }];
}
