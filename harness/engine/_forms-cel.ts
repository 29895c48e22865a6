import type { Compiled, Engine, Json, JsonObject, Judge, Policy, Problem, World } from "../model/index.ts";
import { eachOnce, type FormsOf, nothingIn, withoutCode } from "./_forms.ts";
import type { ConstraintForm, Forms, TemplateForm } from "./_gatekeeper-ops.ts";

/** What judges and explains by the ValidatingAdmissionPolicies that Gatekeeper generates. */
export interface CelForms {
  readonly templates: readonly TemplateForm[];
  readonly constraints: readonly ConstraintForm[];
  readonly policy: Policy;
  /** The path of a template's source in the policy. */
  pathOf(template: TemplateForm): string;
  /** The world with the kinds of the Constraints, and the Constraints. */
  extend(world: World): World;
}

/** The forms of templates that have CEL and a Constraint. */
export function celFormsOf(policies: readonly Policy[], forms: Forms): CelForms {
  const templates = forms.templates.filter(
    ({ kind, vap }) => vap !== undefined && forms.constraints.some((one) => one.kind === kind),
  );
  const constraints = forms.constraints.filter((one) => templates.some(({ kind }) => kind === one.kind));
  const policy = policyOf(policies, templates, constraints);
  return { templates, constraints, policy, pathOf, extend: extending(templates, constraints) };
}

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
      const { templates, policy, extend } = celFormsOf(policies, forms);
      if (templates.length === 0) return { problems: nothingIn(policies, problems) };
      const compiled = await cel.compile([policy], options);
      return { ...around(compiled, extend), problems: [...problems, ...placed(compiled.problems, templates)] };
    },
  };
}

// --- internal ---

const separator = "#";

function pathOf({ path, kind }: TemplateForm): string {
  return path + separator + kind;
}

/** A source for each template, with the bindings of its Constraints. */
function policyOf(
  policies: readonly Policy[],
  templates: readonly TemplateForm[],
  constraints: readonly ConstraintForm[],
): Policy {
  const sources = templates.map((template) => {
    const { kind, vap } = template;
    const bindings = constraints.flatMap((one) =>
      one.kind === kind && one.binding !== undefined ? [one.binding] : [],
    );
    return {
      path: pathOf(template),
      text: [vap, ...bindings].map((one) => JSON.stringify(one)).join("\n---\n"),
    };
  });
  return { control: policies[0]?.control ?? "", engine: "cel", sources };
}

/** What the server has against a generated policy stands where its template does. */
function placed(problems: readonly Problem[], templates: readonly TemplateForm[]): readonly Problem[] {
  return problems.map((problem) => {
    const template = templates.find((one) => problem.place?.path === pathOf(one));
    if (template === undefined) return problem;
    const { name, path, line } = template;
    const message = `the ValidatingAdmissionPolicy of the ConstraintTemplate \`${name}\`: ${problem.message}`;
    return { ...problem, message, place: { path, line } };
  });
}

function around({ judge }: Compiled, extend: CelForms["extend"]): { readonly judge?: Judge } {
  if (judge === undefined) return {};
  const known = new WeakMap<World, World>(); // engines know a world again by its identity
  return {
    judge: (request, world) => {
      const extended = known.get(world) ?? extend(world);
      known.set(world, extended);
      return judge(request, extended);
    },
  };
}

function extending(templates: readonly TemplateForm[], constraints: readonly ConstraintForm[]): CelForms["extend"] {
  const crds = templates.map(({ crd }) => crd);
  const withSchema = templates.filter(({ parameters }) => parameters !== undefined).map(({ kind }) => kind);
  /** Where no template has a schema, the server refuses them as it refuses what does not fit one. */
  const takes = ({ kind }: ConstraintForm): boolean => withSchema.length === 0 || withSchema.includes(kind);
  return ({ params, ...world }) => {
    const objects = constraints.map((one) =>
      params !== undefined && takes(one) ? withParameters(one.object, params) : one.object,
    );
    return { ...world, crds: [...(world.crds ?? []), ...crds], objects: [...(world.objects ?? []), ...objects] };
  };
}

function withParameters(constraint: JsonObject, parameters: Readonly<Record<string, Json>>): JsonObject {
  return { ...constraint, spec: { ...(constraint["spec"] as JsonObject | undefined), parameters } };
}
