import type { Compiled, Engine, Judge, Policy, Verdict } from "../model/index.ts";
import { evaluationError, problemOf } from "./_answer.ts";
import { eachOnce, type FormsOf, nothingIn, withoutCode } from "./_forms.ts";
import { type RegoPart, type RegoParts, regoParts } from "./_forms-rego-part.ts";
import { regoFormVerdict } from "./_forms-rego-verdict.ts";
import { type GatekeeperHost, problemsIn, questionOf, take } from "./_gatekeeper-host.ts";
import type { Matched } from "./_gatekeeper-ops.ts";
import type { Evaluator } from "./_rego.ts";
import { errorVerdict } from "./_verdict.ts";

/** The Rego of ConstraintTemplates, evaluated by OPA; which Constraints it is asked for, and with what, Gatekeeper says. */
export function regoFormEngine(evaluator: Evaluator, host: GatekeeperHost, formsOf: FormsOf): Engine {
  const context = { evaluator, host, formsOf, partFor: regoParts(evaluator) };
  return {
    id: evaluator.id,
    compile: (policies, options) => compile(context, { policies, kubernetes: options?.kubernetes }),
  };
}

// --- internal ---

interface Context {
  readonly evaluator: Evaluator;
  readonly host: GatekeeperHost;
  readonly formsOf: FormsOf;
  readonly partFor: RegoParts;
}

interface Asked {
  readonly policies: readonly Policy[];
  readonly kubernetes: string | undefined;
}

async function compile(
  { evaluator, host, formsOf, partFor }: Context,
  { policies, kubernetes }: Asked,
): Promise<Compiled> {
  if (policies.length === 0) return { problems: [] };
  evaluator.warm();
  host.gatekeeper.warm();
  const ready = host.hosts.ready(kubernetes);
  const point = policies[0]?.enforcementPoint;
  const taken = take(host, policies, point === undefined ? {} : { point });
  const { forms, problems: ofForms } = await formsOf(policies);
  const wanted = forms.templates.filter(({ kind }) => forms.constraints.some((one) => one.kind === kind));
  const made = await Promise.all(wanted.map(async (template) => ({ template, ...(await partFor(template)) })));
  const parts = new Map<string, RegoPart>();
  for (const { template, part } of made) if (part !== undefined) parts.set(template.kind, part);
  const { ok, error } = await taken.answer;
  const problems = eachOnce([
    ...ofForms,
    ...(error === undefined ? problemsIn(ok) : [problemOf(error, "bad-policy")]),
    ...wanted.flatMap((template) => (template.rego === undefined ? [withoutCode(template, "Rego")] : [])),
    ...made.flatMap((one) => one.problems),
  ]);
  const unknown = await ready;
  if (unknown.length > 0) return { problems: unknown };
  if (error !== undefined || parts.size === 0) return { problems: nothingIn(policies, problems) };
  return { judge: judgeOf(host, { handle: taken.handle, parts, gator: point === "gator", kubernetes }), problems };
}

interface Judging {
  readonly handle: string;
  /** By the kind of the Constraints. */
  readonly parts: ReadonlyMap<string, RegoPart>;
  readonly gator: boolean;
  readonly kubernetes: string | undefined;
}

function judgeOf({ gatekeeper, reviews, worldOf }: GatekeeperHost, judging: Judging): Judge {
  const { handle, parts, gator, kubernetes } = judging;
  const textOf = textOnce();
  return async (request, world): Promise<Verdict> => {
    const prepared = await reviews(request, world, kubernetes);
    if (prepared.errors.length > 0) return errorVerdict(prepared.errors);
    const known = worldOf(world);
    const question = { policies: handle, world: known.handle, ...questionOf(request, world, prepared) };
    const asked = gatekeeper.ask<Matched>("match", question);
    const [worldErrors, around, { ok: matched, error }] = await Promise.all([known.errors, known.answer, asked]);
    if (worldErrors.length > 0) return errorVerdict(worldErrors);
    if (error !== undefined) return errorVerdict([evaluationError(error, blameOf(error.details))]);
    const review = JSON.stringify(matched.input.review);
    const inventory = textOf(around.ok?.inventory);
    const found = await Promise.all(
      matched.constraints.map((constraint) => parts.get(constraint.kind)?.find(constraint, { review, inventory })),
    );
    const verdict = regoFormVerdict(
      matched,
      found.flatMap((one) => one ?? []),
      gator,
    );
    return { ...verdict, warnings: [...new Set([...prepared.warnings, ...verdict.warnings])] };
  };
}

/** What the question is wrong in: parameters that do not fit the template's schema are no object's fault. */
function blameOf(details: unknown): "bad-world" | "bad-object" {
  return (details as { readonly code?: string } | undefined)?.code === "bad-world" ? "bad-world" : "bad-object";
}

/** Writes an inventory as text; the same one once. */
function textOnce(): (inventory: object | undefined) => string {
  const written = new WeakMap<object, string>();
  return (inventory) => {
    if (inventory === undefined) return "{}";
    const text = written.get(inventory) ?? JSON.stringify(inventory);
    written.set(inventory, text);
    return text;
  };
}
