import type { SurveyedDocument } from "../../load/index.ts";
import { isJsonObject, type Json, type JsonObject } from "../../model/index.ts";

/** Policies of the API server or of Gatekeeper that belong together, taken as one, by the files that hold them. */
export interface FileControl {
  /** What the policies in it are called. */
  readonly names: readonly string[];
  readonly files: readonly string[];
  /** Policies that nothing binds or, of Gatekeeper, that no Constraint uses: they judge nothing. */
  readonly idle: readonly string[];
}

/** ValidatingAdmissionPolicies and MutatingAdmissionPolicies with their bindings. */
export function admissionControls(documents: readonly SurveyedDocument[]): readonly FileControl[] {
  return grouped(documents.filter(({ is }) => is === "admission-policy").map(admissionPart));
}

/** ConstraintTemplates with their Constraints. What else Gatekeeper reads belongs to no control. */
export function gatekeeperControls(documents: readonly SurveyedDocument[]): readonly FileControl[] {
  return grouped(
    documents.filter(({ is }) => is === "gatekeeper").flatMap((document) => gatekeeperPart(document) ?? []),
  );
}

// --- internal ---

/** One document: what joins it to others, and its name where it is a policy. */
interface Part {
  readonly path: string;
  readonly key: string;
  readonly policy?: string;
}

function admissionPart({ place: { path }, value }: SurveyedDocument): Part {
  const kind = String(value["kind"]);
  const name = textAt(value, ["metadata", "name"]);
  if (kind.endsWith("Binding"))
    return { path, key: `${kind.replace(/Binding$/, "")}/${textAt(value, ["spec", "policyName"])}` };
  return { path, key: `${kind}/${name}`, policy: name };
}

function gatekeeperPart({ place: { path }, value }: SurveyedDocument): Part | undefined {
  if (value["kind"] === "ConstraintTemplate")
    return {
      path,
      key: textAt(value, ["spec", "crd", "spec", "names", "kind"]),
      policy: textAt(value, ["metadata", "name"]),
    };
  const isConstraint = String(value["apiVersion"]).startsWith("constraints.gatekeeper.sh/");
  return isConstraint ? { path, key: String(value["kind"]) } : undefined;
}

/** Files that share a policy, directly or through others, are one group. Groups without a policy are left out. */
function grouped(parts: readonly Part[]): readonly FileControl[] {
  const groups: Part[][] = [];
  for (const part of parts) {
    const met = groups.filter((group) => group.some(({ path, key }) => path === part.path || key === part.key));
    for (const group of met) groups.splice(groups.indexOf(group), 1);
    groups.push([...met.flat(), part]);
  }
  return groups.flatMap((group): readonly FileControl[] => {
    const policies = group.filter(({ policy }) => policy !== undefined);
    if (policies.length === 0) return [];
    const used = new Set(group.filter(({ policy }) => policy === undefined).map(({ key }) => key));
    return [
      {
        names: [...new Set(policies.map(({ policy = "" }) => policy))],
        files: [...new Set(group.map(({ path }) => path))].sort(),
        idle: policies.filter(({ key }) => !used.has(key)).map(({ policy = "" }) => policy),
      },
    ];
  });
}

function textAt(value: JsonObject, keys: readonly string[]): string {
  let at: Json | undefined = value;
  for (const key of keys) at = isJsonObject(at) ? at[key] : undefined;
  return typeof at === "string" ? at : "";
}
