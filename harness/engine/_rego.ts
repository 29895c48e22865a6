import type { Compiled, Engine, EvaluationError, InputShape, Judge, Policy, Problem, Verdict } from "../model/index.ts";
import { evaluationError } from "./_answer.ts";
import type { Hosts } from "./_hosts.ts";
import type { Input } from "./_input.ts";
import type { Pipeline } from "./_pipeline.ts";
import { type Plan, planUnit } from "./_rego-plan.ts";
import { isReferential, unitsOf, withoutSources } from "./_rego-units.ts";
import { type Evaluation, regoVerdict, type Said } from "./_rego-verdict.ts";
import type { Prepared, Reviews } from "./_reviews.ts";
import { errorVerdict, skipVerdict } from "./_verdict.ts";

/** An input for the entrypoints that read it in its shape. */
export interface Call {
  readonly input: Input;
  readonly shape: InputShape;
}

/** Evaluates what was compiled, each entrypoint on the input in its shape; `inventory` is JSON text for `data.inventory`. Never rejects. */
export type Evaluate = (calls: readonly Call[], inventory?: string) => Promise<Evaluation>;

/** One of the two ways to evaluate Rego. */
export interface Evaluator {
  readonly id: "rego" | "topdown";
  /** Starts what evaluating and making reviews will need while OPA still compiles. */
  warm(): void;
  /** Compiles a plan. */
  prepare(plan: Plan): Promise<{ readonly evaluate: Evaluate } | { readonly problems: readonly Problem[] }>;
}

/** What judges of Rego share. */
export interface RegoHost {
  readonly opa: Pipeline;
  readonly hosts: Hosts;
  readonly reviews: Reviews;
}

/** A plan that can be evaluated. */
export interface Part {
  readonly plan: Plan;
  readonly evaluate: Evaluate;
  /** Whether it may look at what the world holds. */
  readonly referential: boolean;
}

/** A Rego engine: OPA finds what to ask and compiles; `evaluator` evaluates. */
export function regoEngine(evaluator: Evaluator, host: RegoHost): Engine {
  const make = onceEach((policies) => partsOf(evaluator, host, policies));
  return { id: evaluator.id, compile: (policies, options) => compile({ evaluator, host, make }, policies, options) };
}

/** What policies were compiled to, with what is wrong with them. */
interface Parts {
  readonly parts: readonly Part[];
  readonly problems: readonly Problem[];
}

interface Compiling {
  readonly evaluator: Evaluator;
  readonly host: RegoHost;
  readonly make: (policies: readonly Policy[]) => Promise<Parts>;
}

/** Rego is the same under every release of Kubernetes: a policy that is asked for alone is compiled once. */
function onceEach(make: Compiling["make"]): Compiling["make"] {
  const made = new WeakMap<Policy, Promise<Parts>>();
  return (policies) => {
    const [only, ...others] = policies;
    if (only === undefined || others.length > 0) return make(policies);
    const known = made.get(only) ?? make(policies);
    made.set(only, known);
    return known;
  };
}

async function compile(
  { evaluator, host, make }: Compiling,
  policies: readonly Policy[],
  { kubernetes }: { readonly kubernetes?: string } = {},
): Promise<Compiled> {
  if (policies.length === 0) return { problems: [] };
  evaluator.warm();
  const ready = host.hosts.ready(kubernetes);
  const { parts, problems } = await make(policies);
  const unknown = await ready;
  if (unknown.length > 0) return { problems: unknown };
  return parts.length === 0 ? { problems } : { judge: judgeOf(parts, host, kubernetes), problems };
}

async function partsOf(evaluator: Evaluator, host: RegoHost, policies: readonly Policy[]): Promise<Parts> {
  const problems = policies.flatMap((policy) => withoutSources(policy) ?? []);
  const units = unitsOf(policies.filter((policy) => policy.sources.length > 0));
  const made = await Promise.all(
    units.map(async (unit) => {
      const { plan, problems } = await planUnit(host.opa, unit);
      if (plan === undefined) return { problems };
      const prepared = await evaluator.prepare(plan);
      if ("problems" in prepared) return { problems: [...problems, ...prepared.problems] };
      return { part: partOf(plan, prepared.evaluate), problems };
    }),
  );
  return {
    parts: made.flatMap(({ part }) => (part === undefined ? [] : [part])),
    problems: [...problems, ...made.flatMap((each) => each.problems)],
  };
}

/** A part of what judges. */
export function partOf(plan: Plan, evaluate: Evaluate): Part {
  return { plan, evaluate, referential: isReferential(plan.unit) };
}

/** Judges by all parts together. `release` is the server's where the world names none. */
export function judgeOf(
  parts: readonly Part[],
  { hosts, reviews }: Pick<RegoHost, "hosts" | "reviews">,
  release: string | undefined,
): Judge {
  const referential = parts.some((part) => part.referential);
  return async (request, world) => {
    const asked = referential ? hosts.of(world.kubernetes ?? release).inventoryOf(world) : undefined;
    const [prepared, held] = await Promise.all([reviews(request, world, release), asked]);
    if (held?.error !== undefined) return errorVerdict([evaluationError(held.error, "bad-world")]);
    return judgeOne(parts, prepared, held?.ok);
  };
}

async function judgeOne(parts: readonly Part[], prepared: Prepared, inventory: string | undefined): Promise<Verdict> {
  if (prepared.errors.length > 0) return errorVerdict(prepared.errors);
  const asking = parts
    .map((part) => ({ ...part, calls: callsOf(part, prepared) }))
    .filter(({ calls }) => calls.length > 0);
  if (asking.length === 0) return skipVerdict("the request carries no object to judge", prepared.warnings);
  const said: Said[] = [];
  const errors: EvaluationError[] = [];
  await Promise.all(
    asking.map(async ({ plan, evaluate, referential, calls }) => {
      const evaluation = await evaluate(calls, referential ? inventory : undefined);
      errors.push(...evaluation.errors);
      for (const planned of plan.entrypoints) said.push({ ...planned, value: evaluation.results[planned.ref] });
    }),
  );
  const verdict = regoVerdict(said, errors);
  return { ...verdict, warnings: [...new Set([...prepared.warnings, ...verdict.warnings])] };
}

function callsOf({ plan }: Part, { inputs }: Prepared): readonly Call[] {
  const shapes = [...new Set(plan.entrypoints.map(({ shape }) => shape))];
  return shapes.flatMap((shape) => {
    const input = inputs(shape);
    return input === undefined ? [] : [{ input, shape }];
  });
}
