import { createHash } from "node:crypto";
import { createTwoFilesPatch, structuredPatch } from "diff";
import type { Json, Place, Policy } from "../model/index.ts";

/** Everything that decides what policies of one engine say: path to text. */
export type Material = ReadonlyMap<string, string>;

/** The policies' own files, what of library and data they use, and their settings. */
export function materialOf(policies: readonly Policy[]): Material {
  return new Map(policies.flatMap((policy) => [...filesOf(policy), ...usedData(policy), ...settingsOf(policy)]));
}

/** Whether two hold the same, wherever it lies: a file that was moved says what it said. */
export function isSame(one: Material, other: Material): boolean {
  return JSON.stringify([...one.values()].sort()) === JSON.stringify([...other.values()].sort());
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

function filesOf(policy: Policy): readonly (readonly [string, string])[] {
  return [...policy.sources, ...usedLibrary(policy)].map(({ path, text }) => [path, text.replaceAll("\r\n", "\n")]);
}

/** Modules that the sources reach, through other modules too. What might be reached counts. */
function usedLibrary({ sources, library = [] }: Policy): Policy["sources"] {
  const used = new Set<Policy["sources"][number]>();
  const packages = new Set(sources.map(({ text }) => packageOf(text)));
  let reached = sources.flatMap(({ text }) => refsIn(text));
  while (reached.length > 0) {
    const refs = reached;
    const found = library.filter((file) => {
      const name = packageOf(file.text);
      return !used.has(file) && (packages.has(name) || refs.some((ref) => meets(ref, name)));
    });
    for (const file of found) used.add(file);
    reached = found.flatMap(({ text }) => refsIn(text));
  }
  return [...used];
}

function usedData(policy: Policy): readonly (readonly [string, string])[] {
  const refs = [...policy.sources, ...usedLibrary(policy)].flatMap(({ text }) => refsIn(text));
  return Object.entries(policy.data ?? {})
    .filter(([key]) => refs.some((ref) => meets(ref, key)))
    .map(([key, value]) => [`(data.${key})`, `${JSON.stringify(sorted(value), undefined, 2)}\n`]);
}

function settingsOf({
  engine,
  entrypoints,
  shape,
  v0,
  from,
  driver,
  enforcementPoint,
}: Policy): readonly [string, string][] {
  const settings = clean({ entrypoints, shape, v0, from, driver, enforcementPoint });
  return Object.keys(settings).length === 0
    ? []
    : [[`(settings of ${engine})`, `${JSON.stringify(settings, undefined, 2)}\n`]];
}

/** What of `data` a text in Rego names, by itself or by what it imports; the empty ref is all of it. */
function refsIn(text: string): readonly string[] {
  const body = text.replaceAll(/^\s*(?:#|import\b).*$/gm, "");
  const imported = [...text.matchAll(/^\s*import\s+data((?:\.\w+|\["[^"\n]*"\])+)(?:\s+as\s+(\w+))?/gm)];
  return [
    ...followed(body, "data"),
    ...imported.flatMap(([, rest = "", as]) => {
      const path = namesIn(rest);
      const alias = as ?? path.at(-1) ?? "";
      if (!/^\w+$/.test(alias)) return [path.join(".")];
      return followed(body, alias).map((more) => [...path, ...(more === "" ? [] : [more])].join("."));
    }),
  ];
}

/** The fields that are followed from a name, wherever it stands. */
function followed(text: string, name: string): readonly string[] {
  const uses = text.matchAll(new RegExp(`\\b${name}\\b((?:\\.\\w+|\\["[^"\\n]*"\\])*)`, "g"));
  return [...uses].map(([, rest = ""]) => namesIn(rest).join("."));
}

function namesIn(rest: string): readonly string[] {
  return [...rest.matchAll(/[^".\][]+/g)].map(([name]) => name);
}

function packageOf(text: string): string {
  return /^\s*package\s+([\w.]+)/m.exec(text)?.[1] ?? "";
}

/** Whether what one names is in the other. */
function meets(ref: string, name: string): boolean {
  return ref === "" || `${ref}.`.startsWith(`${name}.`) || `${name}.`.startsWith(`${ref}.`);
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
