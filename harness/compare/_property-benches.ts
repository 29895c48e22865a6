import type { Case, Control, EngineId, Judge, NamedControls, Policy, Problem, Property } from "../model/index.ts";
import { type Job, type JobContext, judgeOf } from "./_property-context.ts";
import { openTrials, type PropertyTrials } from "./_property-trials.ts";
import { asJson } from "./golden.ts";
import { openStream } from "./stream.ts";

/** Who judges a property, and the requests that are changed for it. */
export interface Bench {
  readonly judge: Judge;
  readonly judgeAfter?: Judge;
  readonly conditions?: readonly Judge[];
  /** The other control that judges or takes part. */
  readonly by?: string;
  /** The name in `assay.yaml` that stands for it. */
  readonly name?: string;
  readonly trials: PropertyTrials;
}

/** The control's own judge; or those of each control that its use names, with the requests that they have cases of, and such as they look at. */
export async function benchesOf(
  job: Job,
  judge: Judge,
  context: JobContext,
): Promise<{ readonly benches: readonly Bench[]; readonly problems: readonly Problem[] }> {
  const { use, property, policy } = job;
  const { judgedBy = "itself" } = property;
  if (judgedBy === "itself") return { benches: [{ judge, trials: context.trials(policy.engine, use) }], problems: [] };
  const others = await read(use.others ?? [], property, context);
  const opened = await openStream({
    engines: context.engines,
    policies: [...context.control.policies, ...others.flatMap(({ control }) => control.policies)],
    cases: [...context.all, ...others.flatMap(({ control }) => control.cases)],
    seed: context.options.seed,
  });
  const conditions = await judgesOf(use.conditions ?? [], policy.engine, context);
  const benches: Bench[] = [];
  const problems: Problem[] = [...opened.problems, ...conditions.problems];
  for (const { name, control } of others) {
    const found = await judging(judgedBy, { job, control }, context);
    problems.push(...found.problems);
    const chosen = context.options.cases === undefined ? [...control.cases, ...context.chosen] : context.chosen;
    const trials = openTrials({ options: context.options, chosen, opened })(policy.engine, use);
    if (found.judges !== undefined)
      benches.push({ ...found.judges, conditions: conditions.judges, by: control.id, name, trials });
  }
  return { benches, problems };
}

// --- internal ---

/** Another control, and the name that stands for it. */
interface Other {
  readonly name: string;
  readonly control: Control;
}

/** Their cases as JSON; what Rego reads as written says nothing of a cluster. */
async function read(
  named: readonly NamedControls[],
  { ownParams = false }: Property,
  { engines }: JobContext,
): Promise<readonly Other[]> {
  const all = named.flatMap(({ name, controls }) => controls.map((control) => ({ name, control })));
  return Promise.all(
    all.map(async ({ name, control }) => {
      const cases = control.cases.filter(({ skip, world }) => skip === undefined && world.raw !== true);
      const taken = ownParams ? cases.map(withoutParams) : cases;
      return { name, control: { ...control, cases: await asJson(taken, engines) } };
    }),
  );
}

function withoutParams({ world: { params: _, ...world }, ...one }: Case): Case {
  return { ...one, world };
}

interface Judging {
  readonly judges?: Pick<Bench, "judge" | "judgeAfter">;
  readonly problems: readonly Problem[];
}

async function judging(
  judgedBy: Exclude<Property["judgedBy"], "itself" | undefined>,
  { job: { policy }, control }: { readonly job: Job; readonly control: Control },
  context: JobContext,
): Promise<Judging> {
  if (judgedBy === "others") {
    const found = await judgeIn(control, policy.engine, context);
    return found.judge === undefined ? { problems: found.problems } : { judges: { judge: found.judge }, problems: [] };
  }
  const other = control.policies.find(({ engine }) => engine === policy.engine);
  if (other === undefined) return { problems: [] };
  const [first, last] = await Promise.all([judgeOf([policy, other], context), judgeOf([other, policy], context)]);
  if (first.judge === undefined || last.judge === undefined) return { problems: first.problems };
  return { judges: { judge: first.judge, judgeAfter: last.judge }, problems: [] };
}

async function judgesOf(
  named: readonly NamedControls[],
  engine: EngineId,
  context: JobContext,
): Promise<{ readonly judges: readonly Judge[]; readonly problems: readonly Problem[] }> {
  const all = named.flatMap(({ controls }) => controls);
  const found = await Promise.all(all.map((control) => judgeIn(control, engine, context)));
  return {
    judges: found.flatMap(({ judge }) => (judge === undefined ? [] : [judge])),
    problems: found.flatMap(({ problems }) => problems),
  };
}

/** The control on the engine that is asked for, or on the first that it has a policy for. */
async function judgeIn(
  { policies }: Control,
  asked: EngineId,
  context: JobContext,
): Promise<{ readonly judge?: Judge; readonly problems: readonly Problem[] }> {
  const policy = policies.find(({ engine }) => engine === asked) ?? policies.find(judgesAlone);
  return policy === undefined ? { problems: [] } : judgeOf([policy], context);
}

function judgesAlone({ engine }: Policy): boolean {
  return engine !== "cluster";
}
