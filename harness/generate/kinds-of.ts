import type { Case, JsonObject, KindSchema, MatchedResource, ObjectSource, Reads, Schema } from "../model/index.ts";
import { apiVersionOf, kindNamed } from "./_maker.ts";
import { workloadKinds } from "./wrap.ts";

/** A kind, and how often it is drawn beside the others. */
export interface WeighedKind {
  readonly kind: KindSchema;
  readonly weight: number;
}

/** The kinds that policies and cases are about; Pods and what makes them where neither says. Pods weigh most. */
export function kindsOf(schema: Schema, reads: Reads | undefined, cases: readonly Case[] = []): readonly WeighedKind[] {
  const found = new Set<KindSchema>();
  for (const match of reads?.matches ?? []) for (const kind of matched(schema, match)) found.add(kind);
  const objects = objectsOf(cases);
  for (const kind of schema.kinds) if (objects.some((object) => isOf(object, kind))) found.add(kind);
  if ((reads?.matches ?? []).length === 0) for (const kind of named(schema, reads?.strings ?? [])) found.add(kind);
  if (found.size === 0) for (const kind of named(schema, workloadKinds)) found.add(kind);
  const { size } = found;
  const weighed = [...found].map((kind) => {
    const share = objects.length === 0 ? 0 : objects.filter((object) => isOf(object, kind)).length / objects.length;
    const usual = kind.kind === "Pod" && (objects.length === 0 || share > 0) ? Math.max(4, size) : 1;
    return { kind, weight: usual + Math.round(share * size) };
  });
  return withWorkloads(schema, weighed);
}

/** The objects of cases, the new ones before the old ones; none that are written as text. */
export function objectsOf(cases: readonly Case[]): readonly JsonObject[] {
  return cases.flatMap(({ request: { object, oldObject } }) => [...json(object), ...json(oldObject)]);
}

// --- internal ---

/** What is said of Pods is meant of what makes them too, whether or not it is said: one in ten is such a one. */
function withWorkloads(schema: Schema, weighed: readonly WeighedKind[]): readonly WeighedKind[] {
  if (!weighed.some(({ kind }) => kind.kind === "Pod")) return weighed;
  const others = named(schema, workloadKinds).filter((kind) => weighed.every((one) => one.kind !== kind));
  const total = weighed.reduce((sum, { weight }) => sum + weight, 0);
  const times = Math.max(1, Math.ceil((others.length * 9) / total));
  return [
    ...weighed.map(({ kind, weight }) => ({ kind, weight: weight * times })),
    ...others.map((kind) => ({ kind, weight: 1 })),
  ];
}

/** A rule for everything asks for nothing in particular. */
function matched({ kinds }: Schema, { apiGroups, apiVersions, resources }: MatchedResource): readonly KindSchema[] {
  const names = resources.map((resource) => resource.split("/")[0]).filter((name) => name !== "*");
  const takes = (wanted: readonly string[], one: string): boolean => wanted.includes("*") || wanted.includes(one);
  return kinds.filter(
    ({ group, version, resource }) =>
      names.includes(resource) && takes(apiGroups, group) && takes(apiVersions, version),
  );
}

function isOf(object: JsonObject, kind: KindSchema): boolean {
  return object["kind"] === kind.kind && object["apiVersion"] === apiVersionOf(kind);
}

function named(schema: Schema, names: readonly string[]): readonly KindSchema[] {
  return names.map((name) => kindNamed(schema, name)).filter((kind) => kind !== undefined);
}

function json(source: ObjectSource | undefined): readonly JsonObject[] {
  return source !== undefined && "json" in source ? [source.json] : [];
}
