import type { Engines } from "../../harness/engine/index.ts";
import type { Json, JsonObject, SourceFile } from "../../harness/model/index.ts";

/** A policy that the API server evaluates, with what its bindings do. */
export interface AdmissionForm {
  readonly kind: "ValidatingAdmissionPolicy" | "MutatingAdmissionPolicy";
  readonly name: string;
  /** What it is asked about: `CREATE, UPDATE of networkpolicies`. */
  readonly matches: readonly string[];
  readonly conditions: readonly string[];
  readonly failurePolicy: string;
  readonly paramKind?: string;
  /** What its bindings do with a violation: `Deny`, `Warn`. */
  readonly actions: readonly string[];
}

/** What of PodSecurity admission the control is. */
export interface PodSecurityForm {
  /** Names of its checks; none, where all of its levels take part. */
  readonly checks: readonly string[];
  readonly level: string;
}

/** The admission policies of a control's files. */
export async function admissionForms(
  sources: readonly SourceFile[],
  engines: Engines,
): Promise<readonly AdmissionForm[]> {
  const documents = await documentsOf(sources, engines);
  const bindings = documents.filter(({ kind }) => String(kind).endsWith("AdmissionPolicyBinding"));
  return documents.flatMap((document) => {
    const kind = document["kind"];
    if (kind !== "ValidatingAdmissionPolicy" && kind !== "MutatingAdmissionPolicy") return [];
    const spec = object(document["spec"]);
    const name = String(object(document["metadata"])["name"]);
    const own = bindings.filter(
      (binding) => binding["kind"] === `${kind}Binding` && object(binding["spec"])["policyName"] === name,
    );
    const paramKind = spec["paramKind"] === undefined ? undefined : object(spec["paramKind"])["kind"];
    return {
      kind,
      name,
      matches: list(object(spec["matchConstraints"])["resourceRules"]).map(ruleText),
      conditions: list(spec["matchConditions"]).map((condition) => String(object(condition)["name"])),
      failurePolicy: String(spec["failurePolicy"] ?? "Fail"),
      ...(paramKind === undefined ? {} : { paramKind: String(paramKind) }),
      actions: [...new Set(own.flatMap((binding) => list(object(binding["spec"])["validationActions"]).map(String)))],
    };
  });
}

/** The part of PodSecurity admission in a control's files. */
export async function podSecurityForm(
  sources: readonly SourceFile[],
  engines: Engines,
): Promise<PodSecurityForm | undefined> {
  const [document] = await documentsOf(sources, engines);
  if (document === undefined) return undefined;
  const defaults = object(object(document["configuration"])["defaults"]);
  return { checks: list(document["checks"]).map(String), level: String(defaults["enforce"]) };
}

// --- internal ---

async function documentsOf(sources: readonly SourceFile[], engines: Engines): Promise<readonly JsonObject[]> {
  const read = await Promise.all(
    sources.map(async ({ path, text }) => {
      const { value, problems } = await engines.read(text);
      if (value === undefined) throw new Error(`${path}: ${problems.map(({ message }) => message).join("; ")}`);
      return value.documents.flatMap(({ object: document }): readonly JsonObject[] =>
        document === undefined ? [] : [document],
      );
    }),
  );
  return read.flat();
}

function ruleText(rule: Json): string {
  const { operations, resources } = object(rule);
  return `${list(operations).join(", ")} of ${list(resources).join(", ")}`;
}

function object(value: Json | undefined): JsonObject {
  return (value ?? {}) as JsonObject;
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
