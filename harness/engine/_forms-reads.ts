import type { Json, JsonObject, MatchedResource, Policy, Problem, Reads, Schema } from "../model/index.ts";
import type { Answer } from "./_answer.ts";
import type { FormsOf } from "./_forms.ts";
import { modulesOf } from "./_forms-rego-part.ts";
import type { ConstraintForm, TemplateForm } from "./_gatekeeper-ops.ts";
import type { Pipeline } from "./_pipeline.ts";
import { regoProblems } from "./_rego-plan.ts";

/** Of whom it is asked what templates read. */
export interface FormsReadsHost {
  readonly opa: Pipeline;
  readonly kube: Pipeline;
  readonly formsOf: FormsOf;
  /** What the API server's own policies look at. */
  readonly readsOfCel: (sources: Policy["sources"]) => Promise<PartialReads>;
}

export interface PartialReads {
  readonly reads: Reads;
  readonly problems: readonly Problem[];
}

/** What ConstraintTemplates and Constraints look at: their code, whatever it is judged by, and what the Constraints match and set. */
export function formsReads(host: FormsReadsHost): (policies: readonly Policy[]) => Promise<readonly PartialReads[]> {
  const kindsOf = askedOnce(host.kube);
  return async (policies) => {
    if (policies.length === 0) return [];
    const { forms, problems } = await host.formsOf(policies);
    const found = await Promise.all([
      ...forms.templates.map((template) => ofRego(host.opa, template)),
      ...forms.templates.map((template) => ofCel(host, template)),
    ]);
    const kinds = forms.constraints.length === 0 ? [] : await kindsOf();
    const operations = [...new Set(found.flatMap(({ reads }) => reads.matches.flatMap((match) => match.operations)))];
    const asked = operations.length === 0 ? webhookOperations : operations;
    const ofConstraints = forms.constraints.map((constraint) => ({
      reads: { ...readsOfConstraint(constraint), matches: matchesOf(constraint, { kinds, operations: asked }) },
      problems: [],
    }));
    return [...found.map(withoutMatches), ...ofConstraints, { reads: nothing, problems }];
  };
}

// --- internal ---

const nothing: Reads = { chains: [], strings: [], numbers: [], patterns: [], matches: [] };
/** What Gatekeeper's webhook is sent unless it is asked for more. */
const webhookOperations: readonly string[] = ["CREATE", "UPDATE"];

async function ofRego(opa: Pipeline, { rego }: TemplateForm): Promise<PartialReads> {
  if (rego === undefined) return { reads: nothing, problems: [] };
  const body = { modules: modulesOf(rego), entrypoints: [rego.entrypoint] };
  const { ok, error } = await opa.ask<Reads>("reads", body);
  return error === undefined ? { reads: ok, problems: [] } : { reads: nothing, problems: regoProblems(error) };
}

async function ofCel({ readsOfCel }: FormsReadsHost, { vap, path }: TemplateForm): Promise<PartialReads> {
  if (vap === undefined) return { reads: nothing, problems: [] };
  return readsOfCel([{ path, text: [vap, bindingOf(vap)].map((one) => JSON.stringify(one)).join("\n---\n") }]);
}

/** A policy counts where something binds it. */
function bindingOf({ apiVersion, metadata }: JsonObject): JsonObject {
  const name = objectOf(metadata)["name"] ?? "";
  const spec = { policyName: name, validationActions: ["Deny"] };
  return { apiVersion: apiVersion ?? "", kind: "ValidatingAdmissionPolicyBinding", metadata: { name }, spec };
}

/** A generated policy is asked about everything; what it is about its Constraints say. */
function withoutMatches({ reads, problems }: PartialReads): PartialReads {
  return { reads: { ...reads, matches: [] }, problems };
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
  { kinds, operations }: { readonly kinds: Schema["kinds"]; readonly operations: readonly string[] },
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
      resources: [resource],
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
