import type { Json, JsonObject } from "../../harness/model/index.ts";

/** The documents of a control in CEL, broken in one way. */
export interface BrokenDocuments {
  readonly how: string;
  readonly documents: readonly JsonObject[];
}

/** Copies of a control's documents, each broken in one way. */
export function celDocuments(documents: readonly JsonObject[]): readonly BrokenDocuments[] {
  const policies = documents.filter(({ kind }) => kind === validating || kind === mutating);
  return policies.flatMap((policy) =>
    brokenSpecs(policy).map(({ how, spec }) => ({
      how: policies.length === 1 ? how : `${how} in ${nameOf(policy)}`,
      documents: documents.map((document) => (document === policy ? { ...policy, spec } : document)),
    })),
  );
}

// --- internal ---

const validating = "ValidatingAdmissionPolicy";
const mutating = "MutatingAdmissionPolicy";

interface BrokenSpec {
  readonly how: string;
  readonly spec: JsonObject;
}

function brokenSpecs(policy: JsonObject): readonly BrokenSpec[] {
  const spec = (policy["spec"] ?? {}) as JsonObject;
  const conditions = listOf(spec["matchConditions"]);
  const always = conditions.map((_, index) => ({
    how: `match condition${numbered(index, conditions)} always true`,
    spec: { ...spec, matchConditions: changedAt(conditions, index, withExpression("true")) },
  }));
  return [...(policy["kind"] === mutating ? brokenMutations(spec) : brokenValidations(spec)), ...always];
}

function brokenValidations(spec: JsonObject): readonly BrokenSpec[] {
  const validations = listOf(spec["validations"]);
  return [
    ...validations.map((_, index) => ({
      how: `validation${numbered(index, validations)} always true`,
      spec: { ...spec, validations: changedAt(validations, index, withExpression("true")) },
    })),
    ...(validations.every(({ expression }) => expression === "false")
      ? [] // its match conditions decide
      : [
          { how: "validations always false", spec: { ...spec, validations: validations.map(withExpression("false")) } },
        ]),
  ];
}

function brokenMutations(spec: JsonObject): readonly BrokenSpec[] {
  const mutations = listOf(spec["mutations"]);
  return mutations.map((_, index) => ({
    how: `mutation${numbered(index, mutations)} without effect`,
    spec: { ...spec, mutations: changedAt(mutations, index, withoutEffect) },
  }));
}

function withoutEffect(mutation: JsonObject): JsonObject {
  return mutation["patchType"] === "JSONPatch"
    ? {
        patchType: "JSONPatch",
        jsonPatch: { expression: '[JSONPatch{op: "test", path: "/kind"}].filter(patch, false)' },
      }
    : { patchType: "ApplyConfiguration", applyConfiguration: { expression: "Object{}" } };
}

function withExpression(expression: string): (item: JsonObject) => JsonObject {
  return (item) => ({ ...item, expression });
}

function changedAt(
  items: readonly JsonObject[],
  position: number,
  change: (item: JsonObject) => JsonObject,
): readonly JsonObject[] {
  return items.map((item, index) => (index === position ? change(item) : item));
}

function numbered(index: number, all: readonly unknown[]): string {
  return all.length === 1 ? "" : ` ${index + 1} of ${all.length}`;
}

function listOf(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonObject[]) : [];
}

function nameOf({ metadata }: JsonObject): string {
  return String((metadata as JsonObject | undefined)?.["name"]);
}
