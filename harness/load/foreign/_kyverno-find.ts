import type { JsonObject, Place, Problem } from "../../model/index.ts";
import { suggestion } from "../_suggest.ts";
import type { ObjectDocument } from "./_documents.ts";
import { nameOf, type Suite } from "./_kyverno-suite.ts";

/** A resource for which a result expects something, and where it is named. */
export interface Expected {
  readonly resource: ObjectDocument;
  readonly place: Place;
}

/** A policy, and the rule of it, that a result is about. */
export interface Subject {
  readonly policy: ObjectDocument;
  /** As the result names it; absent where every rule counts. */
  readonly rule?: string;
}

/** The policy and the rule that the result names; the CLI takes a name that leads nowhere for one that excludes every resource. */
export function findSubject({ read, policies }: Suite, index: number): Subject | Problem {
  const { policy: name = "", rule } = read.test.results[index] ?? {};
  const place = read.placeOf(["results", index, "policy"]);
  const named = policies.filter(isPolicy);
  const policy = named.find(({ key, value }) => name === key.name || name === `${namespaceOf(value)}/${key.name}`);
  if (policy === undefined) {
    const message = `the Test has no policy \`${name}\``;
    return { code: "bad-case", message, place, hint: suggestion(name, [...new Set(named.map(({ key }) => key.name))]) };
  }
  if (rule === undefined || rule === "") return { policy };
  const rules = rulesOf(policy);
  if (rules?.includes(rule.replace(/^autogen-(?:cronjob-)?/, "")) === true || rules?.includes(rule))
    return { policy, rule };
  if (rules === undefined && rule === policy.key.name) return { policy }; // which the CLI takes for its rule
  const at = read.placeOf(["results", index, "rule"]);
  if (rules === undefined) {
    const message = `${nameOf(policy)} has no rules, but the result names \`${rule}\``;
    return { code: "bad-case", message, place: at, hint: "remove `rule`" };
  }
  const message = `${nameOf(policy)} has no rule \`${rule}\``;
  return { code: "bad-case", message, place: at, hint: suggestion(rule, rules) };
}

/** A name in a result that leads to no resource. */
export interface Missing {
  readonly name: string;
  readonly place: Place;
  readonly problem: Problem;
}

/** The resources that the result names: all of the Test where it names none. */
export function findResources(
  { read, resources }: Suite,
  index: number,
): { readonly expected: readonly Expected[]; readonly missing: readonly Missing[] } {
  const { kind, resources: names, resourceSpecs: specs } = read.test.results[index] ?? {};
  const ofKind = (one: ObjectDocument): boolean => kind === undefined || kind === "" || one.key.kind === kind;
  if (names === undefined && specs === undefined) {
    const place = read.placeOf(["results", index]);
    const all = resources.filter(ofKind);
    const missing = all.length > 0 ? [] : [{ name: "any resource", place, problem: noneOf(kind, place) }];
    return { expected: all.map((resource) => ({ resource, place })), missing };
  }
  const named = (names ?? []).map((name, at) => {
    const place = read.placeOf(["results", index, "resources", at]);
    const found = resources.filter((one) => isNamed(one, name));
    return { name, place, found: found.filter(ofKind), problem: notFound(name, { found, resources, kind, place }) };
  });
  const specified = (specs ?? []).map((spec, at) => {
    const place = read.placeOf(["results", index, "resourceSpecs", at]);
    const { name = "", kind: ofSpec } = spec;
    const found = resources.filter((one) => isSpecified(one, spec));
    return { name, place, found, problem: notFound(name, { found, resources, kind: ofSpec, place }) };
  });
  const all = [...named, ...specified];
  return {
    expected: all.flatMap(({ found, place }) => found.map((resource) => ({ resource, place }))),
    missing: all.filter(({ found }) => found.length === 0),
  };
}

/** Whether a document among the policies is one, and not a binding. */
export function isPolicy({ key: { kind } }: ObjectDocument): boolean {
  return /Policy$/.test(kind);
}

// --- internal ---

type Spec = NonNullable<NonNullable<Suite["read"]["test"]["results"][number]["resourceSpecs"]>[number]>;

function namespaceOf(value: JsonObject): unknown {
  return (value["metadata"] as JsonObject | undefined)?.["namespace"];
}

/** Names of a policy's rules; `undefined` for kinds that have none. */
function rulesOf({ value, key }: ObjectDocument): readonly string[] | undefined {
  if (key.kind !== "ClusterPolicy" && key.kind !== "Policy") return undefined;
  const { rules } = (value["spec"] ?? {}) as { readonly rules?: readonly { readonly name?: string }[] };
  return (rules ?? []).map(({ name }) => name ?? "");
}

function isNamed({ key }: ObjectDocument, name: string): boolean {
  return name === key.name || name === `${key.namespace}/${key.name}`;
}

function isSpecified({ key }: ObjectDocument, { group, version, kind, namespace, name }: Spec): boolean {
  const apiVersion = group === undefined || group === "" ? version : `${group}/${version}`;
  if (version !== undefined && apiVersion !== key.apiVersion) return false;
  if (kind !== undefined && kind !== "" && kind !== key.kind) return false;
  return name === key.name && (namespace === undefined || namespace === "" || namespace === key.namespace);
}

interface Looked {
  readonly found: readonly ObjectDocument[];
  readonly resources: readonly ObjectDocument[];
  readonly kind: string | undefined;
  readonly place: Place;
}

function notFound(name: string, { found, resources, kind, place }: Looked): Problem {
  const [other] = found;
  if (other !== undefined) {
    const message = `the Test has no ${kind} \`${name}\`, but ${nameOf(other)}`;
    return { code: "bad-case", message, place, hint: "correct `kind`" };
  }
  const message = `the Test has no resource \`${name}\``;
  return {
    code: "bad-case",
    message,
    place,
    hint: suggestion(name, [...new Set(resources.map(({ key }) => key.name))]),
  };
}

function noneOf(kind: string | undefined, place: Place): Problem {
  const message =
    kind === undefined || kind === "" ? "the Test has no resources" : `the Test has no resource of kind \`${kind}\``;
  return { code: "bad-case", message, place, hint: "name resources in the Test, or remove the result" };
}
