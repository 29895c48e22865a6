import { isDeepStrictEqual } from "node:util";
import type { Case, Expectation, Json, JsonObject, Problem, Request } from "../../model/index.ts";
import type { ObjectDocument } from "./_documents.ts";
import type { Expected, Subject } from "./_kyverno-find.ts";
import { nativeRequest, nativeWorld } from "./_kyverno-native.ts";
import { ownRequest } from "./_kyverno-own.ts";
import { nameOf, type Suite } from "./_kyverno-suite.ts";
import { isNative } from "./_native-policy.ts";

/** One resource of one result. */
export interface Drafted {
  readonly control: string;
  readonly subject: Subject;
  /** Which of the Test's results. */
  readonly index: number;
  readonly one: Expected;
}

/** The case of one resource of one result, or what is wrong with it. */
export function caseOf(suite: Suite, drafted: Drafted): { readonly case: Case } | { readonly problem: Problem } {
  const { control, subject, index, one } = drafted;
  const patched = patchedObject(suite, drafted);
  if ("problem" in patched) return patched;
  const operation = operationOf(suite, index);
  const native = isNative(subject.policy);
  return {
    case: {
      control,
      name: `${caseName(one.resource)}${operation === "CREATE" ? "" : ` (${operation})`}`,
      place: one.place,
      request: native ? nativeRequest(suite, one.resource, operation) : ownRequest(one.resource, operation),
      world: native ? nativeWorld(suite) : { raw: true },
      expect: { ...expectationOf(suite, index, patched.object), place: suite.read.placeOf(["results", index]) },
    },
  };
}

/** A case that is not run, with the reason. */
export function aside({
  control,
  name,
  place,
  skip,
}: Pick<Case, "control" | "name" | "place"> & { readonly skip: string }): Case {
  return { control, name, place, request: { operation: "CREATE" }, world: {}, expect: {}, skip };
}

/** What the case of a resource is called. */
export function caseName({ key: { kind, namespace, name } }: ObjectDocument): string {
  return `${kind} ${namespace === "default" ? "" : `${namespace}/`}${name}`;
}

// --- internal ---

/** The result's own operation, or the one that the values give to all. */
function operationOf({ read, values }: Suite, index: number): Request["operation"] {
  const own = read.test.results[index]?.operation;
  const chosen = own === undefined || own === "" ? values?.globalValues?.["request.operation"] : own;
  return chosen === "UPDATE" || chosen === "DELETE" ? chosen : "CREATE";
}

/** What passes may be what no rule applied to, as for the CLI; but then nothing changed the object. */
function expectationOf({ read }: Suite, index: number, object: JsonObject | undefined): Expectation {
  const changed = object === undefined ? {} : { object };
  switch (read.test.results[index]?.result) {
    case "fail":
      return { decision: "deny" };
    case "skip":
      return { decision: "skip" };
    case "error":
      return { decision: "error" };
    case "warn":
      return { decision: "allow", warnings: [""], ...changed };
    default:
      return { decision: "allow", ...(object === undefined ? { orSkip: true } : changed) };
  }
}

/** What mutating rules must make of the resource; none where that is what it is already. */
function patchedObject(
  suite: Suite,
  { index, one }: Drafted,
): { readonly object?: JsonObject } | { readonly problem: Problem } {
  const path = suite.read.test.results[index]?.patchedResources;
  if (path === undefined) return {};
  const place = suite.read.placeOf(["results", index, "patchedResources"]);
  const { documents, problems } = suite.expected({ path, place });
  const [problem] = problems;
  if (problem !== undefined) return { problem };
  const found = documents.find(({ key }) => isDeepStrictEqual(key, one.resource.key));
  if (found !== undefined) return sameObject(found, one.resource) ? {} : { object: tidy(found.value) as JsonObject };
  const message = `\`${path}\` does not say what becomes of ${nameOf(one.resource)}`;
  return {
    problem: { code: "bad-case", message, place, hint: "write the changed object into it, or take the resource out" },
  };
}

function sameObject(left: ObjectDocument, right: ObjectDocument): boolean {
  const [one, other] = [left, right].map(({ value, key }) => {
    const metadata = (value["metadata"] ?? {}) as JsonObject;
    return { ...value, metadata: { ...metadata, namespace: key.namespace } };
  });
  return isDeepStrictEqual(one, other);
}

/** Without what is empty, which says nothing, as for the CLI. */
function tidy(value: Json): Json | undefined {
  if (typeof value !== "object") return value;
  if (value === null) return undefined;
  if (Array.isArray(value)) {
    const items = value.map(tidy).filter((item) => item !== undefined);
    return items.length === 0 ? undefined : items;
  }
  const entries = Object.entries(value).map(([key, inside]) => [key, tidy(inside)] as const);
  const said = entries.filter(([, inside]) => inside !== undefined);
  return said.length === 0 ? undefined : (Object.fromEntries(said) as JsonObject);
}
