import {
  isJsonObject,
  type Json,
  type JsonObject,
  type ObjectSource,
  type Place,
  type Problem,
} from "../../model/index.ts";
import { sourceOf } from "../_slice.ts";
import type { DocumentText } from "../_split.ts";
import { nodeOf, startOf } from "../_tree.ts";
import { parseDocument, readValue, type YamlDocument } from "../_yaml.ts";
import { itemsOf, memberOf, type Slice } from "./_slices.ts";

/** One document of a stream, or an item of a list in it, whatever it is written in. */
export interface StreamDocument {
  readonly value: JsonObject;
  readonly place: Place;
  /** The mapping that keys lead to, as it is written, so that the engine's own reader sees it; nothing where there is none. */
  source(...keys: readonly string[]): ObjectSource | undefined;
  /** What a list holds under `items`. */
  items(): readonly (StreamDocument | NoDocument)[];
}

/** What is no document: what is wrong with it, or why it is none of those that are read. */
export type NoDocument = { readonly problem: Problem } | { readonly aside: string; readonly place: Place };

/** A document that is JSON; `line` is where its text begins. */
export function jsonDocument(text: string, path: string, line: number): StreamDocument | NoDocument {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    return notJson(error, text, { path, line });
  }
  const place = { path, line };
  return isJsonObject(value) ? jsonMapping(value, text, place) : noMapping(value, place);
}

/** A document of a YAML stream. */
export function yamlDocument(document: DocumentText, path: string): StreamDocument | NoDocument {
  const parsed = parseDocument(document, path, limits);
  if ("code" in parsed) return { problem: parsed };
  const read = readValue(parsed);
  if ("code" in read) return { problem: read };
  const place = parsed.placeOf(parsed.root.start);
  if (!isJsonObject(read.value)) return noMapping(read.value, place);
  const whole = yamlMapping(parsed, [], read.value);
  return { ...whole, source: (...keys) => (keys.length === 0 ? { text: document.text } : whole.source(...keys)) };
}

// --- internal ---

/** A list of all that a cluster holds is larger than any request. */
const limits = { bytes: 64 * 1024 * 1024, nodes: 8_000_000 };

function jsonMapping(value: JsonObject, text: string, place: Place): StreamDocument {
  return {
    value,
    place,
    source: (...keys) => {
      const slice = keys.reduce<Slice | undefined>(
        (inside, key) => (inside?.text.startsWith("{") === true ? memberOf(inside.text, key) : undefined),
        { text: text.trim(), start: 0 },
      );
      return slice?.text.startsWith("{") === true ? { text: copied(slice.text) } : undefined;
    },
    items: () => {
      const list = memberOf(text, "items");
      const values = value["items"];
      if (list === undefined || !Array.isArray(values)) return [];
      let line = (place.line ?? 1) + linesIn(text, 0, list.start);
      let at = 0;
      return itemsOf(list.text).map((item, index) => {
        line += linesIn(list.text, at, item.start);
        at = item.start;
        const inside = values[index] as Json;
        const where = { path: place.path, line };
        return isJsonObject(inside) ? jsonMapping(inside, item.text, where) : noMapping(inside, where);
      });
    },
  };
}

/** A text of its own: a part of another one keeps all of that. */
function copied(text: string): string {
  return Buffer.from(text).toString();
}

function linesIn(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", from); at !== -1 && at < to; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

function yamlMapping(document: YamlDocument, at: readonly string[], value: JsonObject): StreamDocument {
  const place = document.placeOf(startOf(document.root, at));
  return {
    value,
    place,
    source: (...keys) => {
      const json = keys.reduce<Json | undefined>(
        (inside, key) => (isJsonObject(inside) ? inside[key] : undefined),
        value,
      );
      if (!isJsonObject(json)) return undefined;
      const path = [...at, ...keys];
      const node = nodeOf(document.root, path);
      const text = node === undefined ? undefined : sourceOf(document, node);
      return text === undefined ? { json } : { text };
    },
    items: () => {
      const { items } = value;
      if (!Array.isArray(items)) return [];
      return (items as readonly Json[]).map((item, index) => {
        const path = [...at, "items", String(index)];
        return isJsonObject(item)
          ? yamlMapping(document, path, item)
          : noMapping(item, document.placeOf(startOf(document.root, path)));
      });
    },
  };
}

function noMapping(value: Json, place: Place): NoDocument {
  return { aside: `${Array.isArray(value) ? "a list" : "a single value"}, which is no object of the API`, place };
}

function notJson(error: unknown, text: string, place: Place): NoDocument {
  const { message } = error as Error;
  const position = Number(/at position (\d+)/.exec(message)?.[1] ?? 0);
  const words = message.replace(/,? ?(?:\.\.\.)?".*" is not valid JSON$/s, "").replace(/ in JSON at position .*$/s, "");
  const line = (place.line ?? 1) + linesIn(text, 0, position);
  return { problem: { code: "bad-yaml", message: `this is not usable JSON: ${words}`, place: { ...place, line } } };
}
