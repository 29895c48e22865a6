import type { Compiled, Engine, Json, JsonObject, Judge, Policy, Problem, World } from "../model/index.ts";
import { eachOnce, type FormsOf, nothingIn, withoutCode } from "./_forms.ts";
import type { ConstraintForm, TemplateForm } from "./_gatekeeper-ops.ts";

/**
 * The ValidatingAdmissionPolicies that Gatekeeper generates of ConstraintTemplates, judged by the API server's code. `cel` judges them; the
 * kinds of their Constraints, and the Constraints, are put into the world of each request.
 */
export function celFormEngine(cel: Engine, formsOf: FormsOf): Engine {
  return {
    id: cel.id,
    compile: async (policies, options) => {
      if (policies.length === 0) return { problems: [] };
      const { forms, problems: ofForms } = await formsOf(policies);
      const wanted = forms.templates.filter(({ kind }) => forms.constraints.some((one) => one.kind === kind));
      const missing = wanted.filter(({ vap }) => vap === undefined);
      const problems = eachOnce([...ofForms, ...missing.map((one) => withoutCode(one, "K8sNativeValidation"))]);
      const templates = wanted.filter(({ vap }) => vap !== undefined);
      const constraints = forms.constraints.filter((one) => templates.some(({ kind }) => kind === one.kind));
      if (templates.length === 0) return { problems: nothingIn(policies, problems) };
      const compiled = await cel.compile([policyOf(policies, templates, constraints)], options);
      return {
        ...around(compiled, templates, constraints),
        problems: [...problems, ...placed(compiled.problems, templates)],
      };
    },
  };
}

// --- internal ---

const separator = "#";

/** A source for each template, with the bindings of its Constraints. */
function policyOf(
  policies: readonly Policy[],
  templates: readonly TemplateForm[],
  constraints: readonly ConstraintForm[],
): Policy {
  const sources = templates.map(({ kind, path, vap }) => {
    const bindings = constraints.flatMap((one) =>
      one.kind === kind && one.binding !== undefined ? [one.binding] : [],
    );
    return {
      path: path + separator + kind,
      text: [vap, ...bindings].map((one) => JSON.stringify(one)).join("\n---\n"),
    };
  });
  return { control: policies[0]?.control ?? "", engine: "cel", sources };
}

/** What the server has against a generated policy stands where its template does. */
function placed(problems: readonly Problem[], templates: readonly TemplateForm[]): readonly Problem[] {
  return problems.map((problem) => {
    const template = templates.find(({ path, kind }) => problem.place?.path === path + separator + kind);
    if (template === undefined) return problem;
    const { name, path, line } = template;
    const message = `the ValidatingAdmissionPolicy of the ConstraintTemplate \`${name}\`: ${problem.message}`;
    return { ...problem, message, place: { path, line } };
  });
}

function around(
  { judge }: Compiled,
  templates: readonly TemplateForm[],
  constraints: readonly ConstraintForm[],
): { readonly judge?: Judge } {
  if (judge === undefined) return {};
  const known = new WeakMap<World, World>(); // engines know a world again by its identity
  const crds = templates.map(({ crd }) => crd);
  const withSchema = templates.filter(({ parameters }) => parameters !== undefined).map(({ kind }) => kind);
  /** Where no template has a schema, the server refuses them as it refuses what does not fit one. */
  const takes = ({ kind }: ConstraintForm): boolean => withSchema.length === 0 || withSchema.includes(kind);
  const extend = ({ params, ...world }: World): World => {
    const objects = constraints.map((one) =>
      params !== undefined && takes(one) ? withParameters(one.object, params) : one.object,
    );
    return { ...world, crds: [...(world.crds ?? []), ...crds], objects: [...(world.objects ?? []), ...objects] };
  };
  return {
    judge: (request, world) => {
      const extended = known.get(world) ?? extend(world);
      known.set(world, extended);
      return judge(request, extended);
    },
  };
}

function withParameters(constraint: JsonObject, parameters: Readonly<Record<string, Json>>): JsonObject {
  return { ...constraint, spec: { ...(constraint["spec"] as JsonObject | undefined), parameters } };
}
