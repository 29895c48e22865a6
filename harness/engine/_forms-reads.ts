import type { Json, JsonObject, MatchedResource, Policy, Problem, Reads, Schema } from "../model/index.ts";
import type { Answer } from "./_answer.ts";
import type { FormsOf } from "./_forms.ts";
import { modulesOf } from "./_forms-rego-part.ts";
import type { ConstraintForm, TemplateForm } from "./_gatekeeper-ops.ts";
import type { Pipeline } from "./_pipeline.ts";

/** Of whom it is asked what templates read. */
export interface FormsReadsHost {
  readonly opa: Pipeline;
  readonly kube: Pipeline;
  readonly formsOf: FormsOf;
  /** What the API server's own policies look at. */
  readonly readsOfCel: (sources: Policy["sources"]) => Promise<Reads>;
}

/**
 * What ConstraintTemplates and Constraints look at: their code, whatever it is judged by, and what the Constraints match and set. Of code that
 * cannot be read nothing is known; that it cannot be judged by is for its judge to say.
 */
export function formsReads(
  host: FormsReadsHost,
): (
  policies: readonly Policy[],
) => Promise<{ readonly reads: readonly Reads[]; readonly problems: readonly Problem[] }> {
  const kindsOf = askedOnce(host.kube);
  return async (policies) => {
    if (policies.length === 0) return { reads: [], problems: [] };
    const { forms, problems } = await host.formsOf(policies);
    const code = await Promise.all([
      ...forms.templates.map((template) => ofRego(host.opa, template)),
      ...forms.templates.map((template) => ofCel(host, template)),
    ]);
    const kinds = forms.constraints.length === 0 ? [] : await kindsOf();
    const sent = sentOf(code);
    const ofConstraints = forms.constraints.map((constraint) => ({
      ...readsOfConstraint(constraint),
      matches: matchesOf(constraint, { kinds, ...sent }),
    }));
    return { reads: [...code.map(withoutMatches), ...ofConstraints], problems };
  };
}

// --- internal ---

const nothing: Reads = { chains: [], strings: [], numbers: [], patterns: [], matches: [] };
/** What Gatekeeper's webhook is sent unless it is asked for more. */
const webhookOperations: readonly string[] = ["CREATE", "UPDATE"];

async function ofRego(opa: Pipeline, { rego }: TemplateForm): Promise<Reads> {
  if (rego === undefined) return nothing;
  const { ok } = await opa.ask<Reads>("reads", { modules: modulesOf(rego), entrypoints: [rego.entrypoint] });
  return ok ?? nothing;
}

async function ofCel({ readsOfCel }: FormsReadsHost, { vap, path }: TemplateForm): Promise<Reads> {
  if (vap === undefined) return nothing;
  return readsOfCel([{ path, text: [vap, bindingOf(vap)].map((one) => JSON.stringify(one)).join("\n---\n") }]);
}

/** A policy counts where something binds it. */
function bindingOf({ apiVersion, metadata }: JsonObject): JsonObject {
  const name = objectOf(metadata)["name"] ?? "";
  const spec = { policyName: name, validationActions: ["Deny"] };
  return { apiVersion: apiVersion ?? "", kind: "ValidatingAdmissionPolicyBinding", metadata: { name }, spec };
}

/** What Gatekeeper's webhook is sent, as the generated policies have it too. */
interface Sent {
  readonly operations: readonly string[];
  /** With their resources: `pods/ephemeralcontainers`. */
  readonly subResources: readonly string[];
}

function sentOf(code: readonly Reads[]): Sent {
  const rules = code.flatMap(({ matches }) => matches);
  const operations = [...new Set(rules.flatMap((rule) => rule.operations))];
  const resources = new Set(rules.flatMap((rule) => rule.resources));
  return {
    operations: operations.length === 0 ? webhookOperations : operations,
    // A Scale is of no kind that its resource is of.
    subResources: [...resources].filter((resource) => resource.includes("/") && !resource.endsWith("/scale")),
  };
}

/** A generated policy is asked about everything; what it is about its Constraints say. */
function withoutMatches(reads: Reads): Reads {
  return { ...reads, matches: [] };
}

/** What a Constraint sets, and by what it tells objects and namespaces apart. */
function readsOfConstraint(constraint: ConstraintForm): Omit<Reads, "matches"> {
  const { kinds: _, ...more } = matchOf(constraint);
  const { parameters } = constraint;
  const scalars = [...scalarsOf(parameters ?? {}), ...scalarsOf(more)];
  const selected = ["labelSelector", "namespaceSelector"].flatMap((key) => labelsOf(more[key]));
  return {
    chains: selected.map((label) => ["metadata", "labels", label]),
    strings: [...scalars.filter((one) => typeof one === "string"), ...selected],
    numbers: scalars.filter((one) => typeof one === "number"),
    patterns: [],
  };
}

function matchOf({ object }: ConstraintForm): JsonObject {
  return objectOf(objectOf(object["spec"])["match"]);
}

function labelsOf(selector: Json | undefined): readonly string[] {
  const { matchLabels, matchExpressions } = objectOf(selector);
  const keys = listOf(matchExpressions).map((one) => objectOf(one)["key"]);
  return [...Object.keys(objectOf(matchLabels)), ...keys.filter((key) => typeof key === "string")];
}

/** The kinds that a Constraint matches as resources. One that matches all kinds asks for nothing in particular. */
function matchesOf(
  constraint: ConstraintForm,
  { kinds, operations, subResources }: Sent & { readonly kinds: Schema["kinds"] },
): readonly MatchedResource[] {
  return listOf(matchOf(constraint)["kinds"]).flatMap((entry) => {
    const groups = textsOf(objectOf(entry)["apiGroups"]);
    const names = textsOf(objectOf(entry)["kinds"]);
    if (isAny(groups) && isAny(names)) return [];
    const matching = kinds.filter(
      ({ group, kind }) => (isAny(groups) || groups.includes(group)) && (isAny(names) || names.includes(kind)),
    );
    return matching.map(({ group, version, resource }) => ({
      apiGroups: [group],
      apiVersions: [version],
      resources: [resource, ...subResources.filter((one) => one.startsWith(`${resource}/`))],
      operations,
    }));
  });
}

function isAny(names: readonly string[]): boolean {
  return names.length === 0 || names.includes("*");
}

/** The kinds that can be created; asked for once. */
function askedOnce(kube: Pipeline): () => Promise<Schema["kinds"]> {
  let asked: Promise<Answer<Schema>> | undefined;
  return async () => {
    asked ??= kube.ask<Schema>("schema", {});
    const { ok, error } = await asked;
    if (error !== undefined) asked = undefined;
    return ok?.kinds ?? [];
  };
}

function scalarsOf(value: Json): readonly Json[] {
  if (Array.isArray(value)) return value.flatMap(scalarsOf);
  if (typeof value === "object" && value !== null) return Object.values(value as JsonObject).flatMap(scalarsOf);
  return [value];
}

function objectOf(value: Json | undefined): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function textsOf(value: Json | undefined): readonly string[] {
  return listOf(value).filter((one) => typeof one === "string");
}
