import { differences } from "../../compare/index.ts";
import type { Engines } from "../../engine/index.ts";
import {
  type Case,
  type Control,
  type EngineId,
  type Expectation,
  expectationFor,
  type Judge,
  type Policy,
  type User,
} from "../../model/index.ts";

/**
 * A control with the fewest words that its own judges agree to. Other tools judge objects that no API server has read, by one engine alone; where all
 * engines of the control say what is expected of the object as the API server admits it, the case is of that.
 */
export async function simplest(
  control: Control,
  { engines, engineIds }: { readonly engines: Engines; readonly engineIds: readonly EngineId[] },
): Promise<Control> {
  const policies = control.policies.map(asOwn).filter(({ engine }) => engineIds.includes(engine));
  const judges = await judgesOf(policies, engines);
  if (judges.length === 0) return control;
  return { ...control, cases: await Promise.all(control.cases.map((one) => simplestCase(one, judges))) };
}

// --- internal ---

interface Judging {
  readonly engine: EngineId;
  readonly judge: Judge;
}

/** As the policy judges once it lies in a folder of this project. */
function asOwn({ enforcementPoint: _, ...policy }: Policy): Policy {
  return policy;
}

async function judgesOf(policies: readonly Policy[], engines: Engines): Promise<readonly Judging[]> {
  const made = await Promise.all(
    policies.map(async (policy) => ({
      engine: policy.engine,
      compiled: await engines.get(policy.engine).compile([policy]),
    })),
  );
  return made.flatMap(({ engine, compiled: { judge } }) => (judge === undefined ? [] : [{ engine, judge }]));
}

async function simplestCase(one: Case, judges: readonly Judging[]): Promise<Case> {
  if (one.refused === true || one.skip !== undefined) return one;
  const { judgedBy: _, ...rest } = one;
  const { raw: __, validate: ___, ...world } = one.world;
  const bare: Case = { ...rest, request: withoutSupposed(one.request), world };
  const candidates = [
    { ...bare, expect: withoutCounts(bare.expect) },
    { ...bare, world: one.world, expect: withoutCounts(bare.expect) },
    bare,
  ];
  for (const candidate of candidates) if (await holds(candidate, judges)) return candidate;
  return one.expect.decision === "deny" ? { ...one, expect: withoutCounts(one.expect) } : one;
}

async function holds(one: Case, judges: readonly Judging[]): Promise<boolean> {
  const verdicts = await Promise.all(
    judges.map(async ({ engine, judge }) => ({ engine, verdict: await judge(one.request, one.world) })),
  );
  return verdicts.every(({ engine, verdict }) => differences(expectationFor(one, engine), verdict).length === 0);
}

/** Where a case asks for a denial or for none, and for no more, its decision says all. */
function withoutCounts(expect: Expectation): Expectation {
  const { orSkip: _, violations = [], ...rest } = expect;
  const plain = violations.every(
    ({ count, matches }) => matches === undefined && (rest.decision === "deny" ? count === undefined : count === 0),
  );
  return plain ? rest : expect;
}

/** Without the user that the kyverno CLI supposes where a Test names none. */
function withoutSupposed(request: Case["request"]): Case["request"] {
  const { user, ...rest } = request;
  return user === undefined || !isSupposed(user) ? request : rest;
}

function isSupposed({ username, groups = [], extra }: User): boolean {
  const supposed = "system:kyverno:background-scan";
  return username === supposed && extra === undefined && groups.every((group) => group === supposed);
}
