import type { JsonObject, Policy, Problem, SourceFile } from "../model/index.ts";
import type { Module } from "./_ops.ts";

interface Group {
  readonly files: Map<string, string>;
  readonly policies: Policy[];
}

/** Rego policies that can be compiled as one. */
export interface Unit {
  readonly policies: readonly Policy[];
  readonly modules: readonly Module[];
  readonly data: JsonObject | undefined;
}

/** Splits policies by what one compilation can hold: one text for each path, one version of Rego, one set of documents under `data`. */
export function unitsOf(policies: readonly Policy[]): readonly Unit[] {
  const groups = Map.groupBy(policies, ({ v0, data }) => JSON.stringify([v0 === true, data ?? null]));
  return [...groups.values()].flatMap(withoutClashes).map(unitOf);
}

export function unitOf(policies: readonly Policy[]): Unit {
  const files = new Map(policies.flatMap(filesOf).map((file) => [file.path, file]));
  const v0 = policies[0]?.v0 === true ? { v0: true } : {};
  const modules = [...files.values()].map(({ path, text }) => ({ path, text, ...v0 }));
  return { policies, modules, data: policies[0]?.data };
}

/** Whether policies may look at what the world holds. Documents of their own under that name stay. */
export function isReferential({ data, modules }: Unit): boolean {
  return data?.["inventory"] === undefined && modules.some(({ text }) => text.includes("inventory"));
}

/** A policy without sources can judge nothing. */
export function withoutSources(policy: Policy): Problem | undefined {
  if (policy.sources.length > 0) return undefined;
  return { code: "nothing-found", message: `control \`${policy.control}\` has no Rego source` };
}

function withoutClashes(policies: readonly Policy[]): readonly (readonly Policy[])[] {
  const groups: Group[] = [];
  for (const policy of policies) {
    const files = filesOf(policy);
    const fits = groups.find((group) => files.every(({ path, text }) => (group.files.get(path) ?? text) === text));
    const group: Group = fits ?? { files: new Map(), policies: [] };
    if (fits === undefined) groups.push(group);
    for (const { path, text } of files) group.files.set(path, text);
    group.policies.push(policy);
  }
  return groups.map((group) => group.policies);
}

function filesOf({ sources, library }: Policy): readonly SourceFile[] {
  return [...sources, ...(library ?? [])];
}
