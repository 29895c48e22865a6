import type { EvaluationError, Json, Problem } from "../model/index.ts";
import type { MatchedConstraint, RegoForm, TemplateForm } from "./_gatekeeper-ops.ts";
import type { Input } from "./_input.ts";
import { readJson } from "./_json.ts";
import type { Module } from "./_ops.ts";
import type { Evaluate, Evaluator } from "./_rego.ts";
import type { Plan } from "./_rego-plan.ts";
import { type Reason, readRule } from "./_rego-reading.ts";

/** The Rego of a template, ready to be evaluated. */
export interface RegoPart {
  /** What a Constraint finds. */
  find(constraint: MatchedConstraint, asked: { readonly review: string; readonly inventory: string }): Promise<Found>;
}

/** What one Constraint found, or why it could not look. */
export interface Found {
  readonly constraint: MatchedConstraint;
  readonly reasons: readonly Reason[];
  readonly errors: readonly EvaluationError[];
}

/** Makes the Rego of a template ready, or says what is against that; a template without Rego has neither. */
export type RegoParts = (
  template: TemplateForm,
) => Promise<{ readonly part?: RegoPart; readonly problems: readonly Problem[] }>;

/** Compiles the Rego of templates for one evaluator; the same Rego once. */
export function regoParts(evaluator: Evaluator): RegoParts {
  const known = new Map<string, ReturnType<Evaluator["prepare"]>>();
  return async (template) => {
    const { rego } = template;
    if (rego === undefined) return { problems: [] };
    const key = JSON.stringify(rego);
    const prepared = known.get(key) ?? evaluator.prepare(planOf(rego));
    known.set(key, prepared);
    const made = await prepared;
    if (!("problems" in made)) return { part: partOf(made.evaluate, rego.modules), problems: [] };
    known.delete(key);
    return { problems: made.problems.map((problem) => atTemplate(problem, template)) };
  };
}

/** The modules of a template, for OPA. */
export function modulesOf({ modules, v0 }: RegoForm): readonly Module[] {
  return modules.map(({ path, text }) => ({ path, text, ...(v0 ? { v0 } : {}) }));
}

/** What to compile of a template, and what to ask of it. */
export function planOf(rego: RegoForm): Plan {
  return {
    unit: { policies: [], modules: [...modulesOf(rego), asking(rego)], data: undefined },
    entrypoints: [{ ref: entrypoint, kind: "violation", shape: "gatekeeper" }],
  };
}

/** Whether modules look at the inventory. */
export function readsInventory(modules: readonly Module[]): boolean {
  return modules.some(({ text }) => text.includes("inventory"));
}

/** What it is given for a Constraint: the review and the inventory are JSON texts. */
export function formInput(
  { parameters }: MatchedConstraint,
  { review, inventory }: { readonly review: string; readonly inventory: string },
): Input {
  const text = `{"review":${review},"parameters":${JSON.stringify(parameters ?? {})},"inventory":${inventory}}`;
  return { text, value: () => readJson(text) as Json };
}

// --- internal ---

const entrypoint = "assay/gatekeeper/violation";

/** Asks a template as Gatekeeper asks it: each result that has a message counts. */
function asking({ package: template }: RegoForm): Module {
  return {
    path: "asking.rego",
    text: `package assay.gatekeeper

import rego.v1

violation contains found if {
	given := {"review": input.review, "parameters": input.parameters}
	inventory := input.inventory
	some result
	data.${template}.violation[result] with input as given with data.inventory as inventory
	found := {"msg": result.msg, "details": object.get(result, "details", {})}
}
`,
  };
}

function partOf(evaluate: Evaluate, modules: readonly Module[]): RegoPart {
  const referential = readsInventory(modules);
  return {
    find: async (constraint, { review, inventory }) => {
      const input = formInput(constraint, { review, inventory: referential ? inventory : "{}" });
      const { results, errors } = await evaluate([{ input, shape: "gatekeeper" }]);
      const policy = policyOf(constraint);
      const failed = errors.map((error) => ({ ...error, policy }));
      const reading = readRule("violation", results[entrypoint] ?? []);
      if (typeof reading !== "string") return { constraint, reasons: reading.reasons.map(withDetails), errors: failed };
      const unread: EvaluationError = { code: "evaluation", message: `\`${policy}\` ${reading}`, policy };
      return { constraint, reasons: [], errors: [...failed, unread] };
    },
  };
}

/** How a Constraint is named in a verdict. */
export function policyOf({ kind, name }: MatchedConstraint): string {
  return `${kind}/${name}`;
}

/** Details that say nothing are left out. */
function withDetails({ message, details }: Reason): Reason {
  return details === undefined || Object.keys(details).length === 0 ? { message } : { message, details };
}

/** What OPA has against a module stands where the template has it. */
function atTemplate(problem: Problem, { name, path, line, rego }: TemplateForm): Problem {
  const { path: file, line: row = 1 } = problem.place ?? {};
  const module = rego?.modules.find((one) => one.path === file);
  const at = module === undefined ? line : module.byLine ? module.line + row - 1 : module.line;
  return {
    ...problem,
    message: `the Rego of the ConstraintTemplate \`${name}\`: ${problem.message}`,
    place: { path, line: at },
  };
}
