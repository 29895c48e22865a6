import type { Compiled, Policy, Problem } from "../model/index.ts";
import { problemOf } from "./_answer.ts";
import type { CoveredExpression, CoveredFile } from "./_coverage-ops.ts";
import type { EvaluateHandle } from "./_evaluations.ts";
import { isOfGatekeeper } from "./_gatekeeper-host.ts";
import type { Hosts } from "./_hosts.ts";
import { judgeOne, problemsOf } from "./_kube.ts";
import type { Names } from "./_names.ts";
import type { Policies } from "./_ops.ts";
import type { Pipeline } from "./_pipeline.ts";
import { judgeOf, partOf } from "./_rego.ts";
import { planUnit, regoProblems } from "./_rego-plan.ts";
import { byShape, evaluateByTopdown, prepareShapes } from "./_rego-topdown.ts";
import { unitOf } from "./_rego-units.ts";
import type { Reviews } from "./_reviews.ts";
import { narrowed, openUses } from "./_uses.ts";

/** What was evaluated of policies: their files in Rego, and their expressions in CEL, more than once where several evaluated them. */
export interface Covered {
  readonly files: readonly CoveredFile[];
  readonly expressions: readonly CoveredExpression[];
  readonly problems: readonly Problem[];
}

/** Engines that note what they evaluate, apart from those that judge. */
export interface CoverageRun {
  /** A judge by a policy that notes what it evaluates; `undefined` where no engine can note it. The same for the same policy and release. */
  of(policy: Policy, kubernetes?: string): Promise<Compiled> | undefined;
  /** What has been evaluated by now, of policies that nothing was asked of, too. */
  read(kubernetes?: string): Promise<Covered>;
}

/** Who notes. */
export interface CoverageHost {
  readonly topdown: Pipeline;
  readonly evaluateHandle: EvaluateHandle;
  readonly hosts: Hosts;
  readonly reviews: Reviews;
  readonly name: Names;
}

/** Rego is evaluated by OPA's own evaluator, whoever judges, since WASM cannot be followed; CEL by the API server's code. */
export function openCoverage(host: CoverageHost, policies: readonly Policy[]): CoverageRun {
  const made = new Map<Policy, Map<string | undefined, Promise<Noting>>>();
  const slim = openSlim(host, policies);
  const noting = (policy: Policy, kubernetes: string | undefined): Promise<Noting> | undefined => {
    const make = makerOf(policy);
    if (make === undefined) return undefined;
    const known = made.get(policy) ?? new Map<string | undefined, Promise<Noting>>();
    made.set(policy, known);
    const one = known.get(kubernetes) ?? slim(policy).then((slimmed) => make(host, slimmed, kubernetes));
    known.set(kubernetes, one);
    return one;
  };
  return {
    of: (policy, kubernetes) => noting(policy, kubernetes)?.then(({ compiled }) => compiled),
    read: async (kubernetes) => {
      const idle = policies.filter((policy) => !made.has(policy)).map((policy) => noting(policy, kubernetes));
      const problems = (await Promise.all(idle)).flatMap((one) => one?.compiled.problems ?? []);
      const all = await Promise.all([...made.values()].flatMap((each) => [...each.values()]));
      const read = await Promise.all(all.map((one) => one.read()));
      return {
        files: read.flatMap(({ files = [] }) => files),
        expressions: read.flatMap(({ expressions = [] }) => expressions),
        problems: [...problems, ...read.flatMap((one) => one.problems ?? [])],
      };
    },
  };
}

// --- internal ---

/** A policy with what it uses of its library: compiling all of it each time would take most of the time. */
function openSlim({ topdown }: CoverageHost, policies: readonly Policy[]): (policy: Policy) => Promise<Policy> {
  let uses: ReturnType<ReturnType<typeof openUses>> | undefined;
  return async (policy) => {
    if (policy.library === undefined) return policy;
    uses ??= openUses(topdown, usesLimitMs)(policies);
    return narrowed(policy, (await uses).used);
  };
}

const usesLimitMs = 100_000;

/** A policy in an engine that notes. */
interface Noting {
  readonly compiled: Compiled;
  read(): Promise<Partial<Covered>>;
}

type Maker = (host: CoverageHost, policy: Policy, kubernetes: string | undefined) => Promise<Noting>;

function makerOf(policy: Policy): Maker | undefined {
  if (isOfGatekeeper(policy) || policy.sources.length === 0) return undefined;
  switch (policy.engine) {
    case "rego":
    case "topdown":
      return notingRego;
    case "cel":
      return notingCel;
    case "podsecurity":
    case "gatekeeper":
    case "kyverno":
    case "command":
    case "cluster":
      return undefined;
  }
}

async function notingRego(
  { topdown, evaluateHandle, hosts, reviews, name }: CoverageHost,
  policy: Policy,
  kubernetes: string | undefined,
): Promise<Noting> {
  const { plan, problems } = await planUnit(topdown, unitOf([policy]));
  if (plan === undefined || problems.length > 0) return nothing(problems);
  const shapes = byShape(plan, name("covered"));
  const refused = await prepareShapes(topdown, { plan, shapes, cover: policy.sources.map(({ path }) => path) });
  if (refused.length > 0) return nothing(refused);
  const judge = judgeOf([partOf(plan, evaluateByTopdown(evaluateHandle, shapes))], { hosts, reviews }, kubernetes);
  return {
    compiled: { judge, problems: [] },
    read: async () => {
      const handles = shapes.map(({ handle }) => handle);
      const { ok, error } = await topdown.ask<Pick<Covered, "files">>("coverage", { handles });
      return error === undefined ? { files: ok.files } : { problems: regoProblems(error) };
    },
  };
}

async function notingCel(
  { hosts, name }: CoverageHost,
  { sources }: Policy,
  kubernetes: string | undefined,
): Promise<Noting> {
  const unknown = await hosts.ready(kubernetes);
  if (unknown.length > 0) return nothing(unknown);
  const host = hosts.of(kubernetes);
  const handle = name("covered");
  const release = kubernetes === undefined ? {} : { kubernetes };
  const body = { as: handle, engine: "cel", sources, cover: true, ...release };
  const { ok, error } = await host.kube.ask<Policies>("policies", body, { makes: handle });
  if (error !== undefined) return nothing([problemOf(error, "bad-config")]);
  return {
    compiled: { judge: (request, world) => judgeOne({ host, handle }, { request, world }), problems: problemsOf(ok) },
    read: async () => {
      const { ok, error } = await host.kube.ask<Pick<Covered, "expressions">>("coverage", { policies: handle });
      return error === undefined ? { expressions: ok.expressions } : { problems: [problemOf(error, "internal")] };
    },
  };
}

function nothing(problems: readonly Problem[]): Noting {
  return { compiled: { problems }, read: async () => ({}) };
}
