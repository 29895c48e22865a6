import type { Compiled, Engine, Judge, Policy, Problem, Verdict } from "../model/index.ts";
import { type Answer, evaluationError, problemOf } from "./_answer.ts";
import { type GatekeeperHost, problemsIn, questionOf, take } from "./_gatekeeper-host.ts";
import { joined } from "./_joined.ts";
import type { Policies } from "./_ops.ts";
import { errorVerdict } from "./_verdict.ts";

/** ConstraintTemplates and Constraints, judged by Gatekeeper's own client. */
export function gatekeeperEngine(host: GatekeeperHost): Engine {
  return {
    id: "gatekeeper",
    compile: (policies, options) => compile(host, { policies, kubernetes: options?.kubernetes }),
  };
}

// --- internal ---

interface Asked {
  readonly policies: readonly Policy[];
  readonly kubernetes: string | undefined;
}

async function compile(host: GatekeeperHost, { policies, kubernetes }: Asked): Promise<Compiled> {
  if (policies.length === 0) return { problems: [] };
  const groups = Map.groupBy(policies, ({ driver, enforcementPoint }) => `${driver ?? ""}/${enforcementPoint ?? ""}`);
  const taken = Promise.all([...groups.values()].map((group) => takeGroup(host, group)));
  const unknown = await host.hosts.ready(kubernetes); // while Gatekeeper is at work
  if (unknown.length > 0) return { problems: unknown };
  const made = await taken;
  const handles = made.flatMap(({ handle }) => (handle === undefined ? [] : [handle]));
  const problems = made.flatMap((each) => each.problems);
  return handles.length === 0 ? { problems } : { judge: judgeOf(host, handles, kubernetes), problems };
}

async function takeGroup(
  host: GatekeeperHost,
  policies: readonly Policy[],
): Promise<{ readonly handle?: string; readonly problems: readonly Problem[] }> {
  const [first] = policies;
  const { driver, enforcementPoint: point } = first ?? {};
  const { handle, answer } = take(host, policies, { ...(driver && { driver }), ...(point && { point }) });
  const { ok, error } = await answer;
  if (error !== undefined) return { problems: [problemOf(error, "bad-policy")] };
  const problems = problemsIn(ok);
  if (ok.policies.some(judges)) return { handle, problems };
  return { problems: problems.length > 0 ? problems : [nothingIn(policies)] };
}

function judgeOf(host: GatekeeperHost, handles: readonly string[], kubernetes: string | undefined): Judge {
  const { gatekeeper, reviews, worldOf } = host;
  return async (request, world) => {
    const prepared = await reviews(request, world, kubernetes);
    if (prepared.errors.length > 0) return errorVerdict(prepared.errors);
    const known = worldOf(world);
    const question = { world: known.handle, ...questionOf(request, world, prepared) };
    const asked = handles.map((policies) =>
      gatekeeper.ask<{ readonly verdict: Verdict }>("judge", { policies, ...question }),
    );
    const worldErrors = await known.errors;
    const verdict = joined((await Promise.all(asked)).map(verdictOf));
    if (worldErrors.length > 0) return errorVerdict(worldErrors);
    return { ...verdict, warnings: [...new Set([...prepared.warnings, ...verdict.warnings])] };
  };
}

function verdictOf({ ok, error }: Answer<{ readonly verdict: Verdict }>): Verdict {
  return error === undefined ? ok.verdict : errorVerdict([evaluationError(error, "bad-object")]);
}

/** What says nothing of any request by itself. */
const silentKinds = [
  "ConstraintTemplate",
  "ExpansionTemplate",
  "Provider",
  "Config",
  "SyncSet",
  "ValidatingWebhookConfiguration",
];

function judges({ kind }: Policies["policies"][number]): boolean {
  return !silentKinds.includes(kind);
}

function nothingIn(policies: readonly Policy[]): Problem {
  const path = policies.flatMap((policy) => policy.sources)[0]?.path;
  const place = path === undefined ? {} : { place: { path } };
  const hint = "write a Constraint: a template alone judges nothing";
  return { code: "nothing-found", message: "the sources hold no Constraint", ...place, hint };
}
