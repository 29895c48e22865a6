import { createHash } from "node:crypto";
import { createTwoFilesPatch, structuredPatch } from "diff";
import type { Used } from "../engine/index.ts";
import type { Json, JsonObject, Place, Policy } from "../model/index.ts";

/** Everything that decides what policies of one engine say: path to text. */
export type Material = ReadonlyMap<string, string>;

/** What policies in Rego use, as OPA says. Where it says nothing of one, because it does not compile, all that it is given counts. */
export type UsedBy = ReadonlyMap<Policy, Used>;

/** The policies' own files, what of library and data they use, and their settings. */
export function materialOf(policies: readonly Policy[], used: UsedBy): Material {
  return new Map(
    policies.flatMap((policy) => [...filesOf(policy, used), ...dataOf(policy, used), ...settingsOf(policy)]),
  );
}

/** Whether two hold the same, wherever it lies: a file that was moved says what it said. */
export function isSame(one: Material, other: Material): boolean {
  return JSON.stringify([...one.values()].sort()) === JSON.stringify([...other.values()].sort());
}

/** Whether policies decide by the same rules, data and settings, whatever else is written in their files. */
export function isSameCompiled(one: readonly Policy[], other: readonly Policy[], used: UsedBy): boolean {
  const [before, after] = [one, other].map((policies) => policies.map((policy) => compiledOf(policy, used)).sort());
  return before?.includes("") === false && JSON.stringify(before) === JSON.stringify(after);
}

/** The same for the same change alone. */
export function changeHash(base: Material, head: Material): string {
  return shortHash(JSON.stringify([base, head].map((material) => [...material].sort())));
}

export function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/** The lines that differ, with what stands around them; cut where they are very many. */
export function changedLines(base: Material, head: Material): string {
  const paths = [...new Set([...base.keys(), ...head.keys()])].sort();
  const changed = paths.filter((path) => base.get(path) !== head.get(path));
  const lines = changed.flatMap((path) => patchLines(path, base.get(path), head.get(path)));
  if (lines.length <= most) return lines.join("\n");
  return [...lines.slice(0, most), `… ${lines.length - most} more lines`].join("\n");
}

/** The first line that changed of the first file that did and is still there. */
export function firstChange(base: Material, head: Material): Place | undefined {
  const path = [...head.keys()].sort().find((one) => base.get(one) !== head.get(one) && !one.startsWith("("));
  if (path === undefined) return undefined;
  const [hunk] = structuredPatch(path, path, base.get(path) ?? "", head.get(path) ?? "", "", "", { context: 0 }).hunks;
  return hunk === undefined ? { path } : { path, line: Math.max(1, hunk.newStart) };
}

// --- internal ---

const most = 60;

type Entry = readonly [path: string, text: string];

function patchLines(path: string, before: string | undefined, after: string | undefined): readonly string[] {
  const [from, to] = [
    before === undefined ? "/dev/null" : `a/${path}`,
    after === undefined ? "/dev/null" : `b/${path}`,
  ];
  const patch = createTwoFilesPatch(from, to, before ?? "", after ?? "", undefined, undefined, { context: 2 });
  return patch
    .trimEnd()
    .split("\n")
    .filter((line) => !/^=+$/.test(line));
}

function filesOf(policy: Policy, used: UsedBy): readonly Entry[] {
  return [...policy.sources, ...libraryOf(policy, used)].map(({ path, text }) => [path, text.replaceAll("\r\n", "\n")]);
}

function libraryOf(policy: Policy, used: UsedBy): Policy["sources"] {
  const modules = used.get(policy)?.modules;
  return (policy.library ?? []).filter(({ path }) => modules?.includes(path) !== false);
}

function dataOf(policy: Policy, used: UsedBy): readonly Entry[] {
  const { data } = policy;
  if (data === undefined) return [];
  const paths = used.get(policy)?.data ?? [[]];
  return paths.flatMap((path) => {
    const value = valueAt(data, path);
    return value === undefined ? [] : [[`(${["data", ...path].join(".")})`, pretty(sorted(value))] as const];
  });
}

function valueAt(data: JsonObject, path: readonly string[]): Json | undefined {
  let value: Json | undefined = data;
  for (const name of path) {
    if (typeof value !== "object" || value === null || Array.isArray(value) || !Object.hasOwn(value, name))
      return undefined;
    value = (value as JsonObject)[name];
  }
  return value;
}

function settingsOf({ engine, entrypoints, shape, v0, from, driver, enforcementPoint }: Policy): readonly Entry[] {
  const settings = clean({ entrypoints, shape, v0, from, driver, enforcementPoint });
  return Object.keys(settings).length === 0 ? [] : [[`(settings of ${engine})`, pretty(settings)]];
}

/** Empty where it is not known. */
function compiledOf(policy: Policy, used: UsedBy): string {
  const rules = used.get(policy)?.rules;
  return rules === undefined ? "" : JSON.stringify([rules, dataOf(policy, used), settingsOf(policy)]);
}

function pretty(value: Json | object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function clean(value: object): object {
  return JSON.parse(JSON.stringify(value)) as object;
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]) => [key, sorted(item as Json)] as const)
      .sort(),
  );
}
