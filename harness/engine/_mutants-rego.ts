import type { Policy } from "../model/index.ts";
import type { EvaluateHandle } from "./_evaluations.ts";
import type { Hosts } from "./_hosts.ts";
import { type MutantsAsked, type MutantsMade, mutantOf } from "./_kept-mutants.ts";
import type { Names } from "./_names.ts";
import type { MadeMutants } from "./_ops.ts";
import type { Pipeline } from "./_pipeline.ts";
import { judgeOf, partOf } from "./_rego.ts";
import { planUnit, regoProblems } from "./_rego-plan.ts";
import { byShape, evaluateByTopdown } from "./_rego-topdown.ts";
import { unitOf } from "./_rego-units.ts";
import type { Reviews } from "./_reviews.ts";

/** Who makes mutants of Rego and judges by them. */
export interface RegoMutants {
  readonly opa: Pipeline;
  readonly topdown: Pipeline;
  readonly evaluateHandle: EvaluateHandle;
  readonly hosts: Hosts;
  readonly reviews: Reviews;
  readonly name: Names;
  /** How long it may take to make those of one policy. */
  readonly timeoutMs: number;
}

/** Mutants are asked what the policy is asked, by OPA's own evaluator: thousands of them need no compilation to WASM. */
export async function mutantsOfRego(
  { opa, topdown, evaluateHandle, hosts, reviews, name, timeoutMs }: RegoMutants,
  policy: Policy,
  { operators, library, numbers, kubernetes }: MutantsAsked,
): Promise<MutantsMade> {
  const unknown = await hosts.ready(kubernetes);
  if (unknown.length > 0) return { problems: unknown };
  const { plan, problems } = await planUnit(opa, unitOf([policy]));
  if (plan === undefined || problems.length > 0) return { problems };
  const { modules, data } = plan.unit;
  const shapes = byShape(plan, name("mutants"));
  const body = {
    modules,
    paths: library === undefined ? policy.sources.map(({ path }) => path) : [library],
    prepare: shapes.map(({ handle, entrypoints }) => ({ as: handle, entrypoints })),
    ...(data && { data }),
    ...(operators && { operators }),
    ...(numbers && { numbers }),
  };
  const handles = shapes.map(({ handle }) => handle);
  const [makes] = handles;
  const { ok, error } = await topdown.ask<MadeMutants>("mutants", body, { timeoutMs, ...(makes && { makes }) });
  if (error !== undefined) return { problems: regoProblems(error) };
  const judgeAt = (at: number | "original") => {
    const own = shapes.map((shape) => ({ ...shape, handle: `${shape.handle}/${at}` }));
    return judgeOf([partOf(plan, evaluateByTopdown(evaluateHandle, own))], { hosts, reviews }, kubernetes);
  };
  return {
    value: {
      original: judgeAt("original"),
      mutants: ok.mutants.map((made, at) => ({
        number: made.number ?? at,
        mutant: mutantOf(library ?? policy.control, "rego", made),
        judge: judgeAt(at),
      })),
      drop: () => void topdown.ask("drop", { handles }),
    },
  };
}
