import type { Problem } from "../model/index.ts";
import { evaluationError } from "./_answer.ts";
import { readJson } from "./_json.ts";
import type { Names } from "./_names.ts";
import type { RegoResults } from "./_ops.ts";
import type { Pipeline } from "./_pipeline.ts";
import type { Call, Evaluator } from "./_rego.ts";
import { type Plan, regoProblems } from "./_rego-plan.ts";
import type { Evaluation } from "./_rego-verdict.ts";

/** What evaluating Rego by topdown needs. `topdown` is a process of `opa` of its own. */
export interface TopdownHost {
  readonly topdown: Pipeline;
  readonly kube: Pipeline;
  readonly name: Names;
}

/** Rego evaluated by OPA's own Go code: the reference for what WASM says. */
export function topdownEvaluator({ topdown, kube, name }: TopdownHost): Evaluator {
  return {
    id: "topdown",
    warm() {
      topdown.warm();
      kube.warm();
    },
    async prepare(plan) {
      const shapes = Map.groupBy(plan.entrypoints, ({ shape }) => shape);
      const handles = new Map([...shapes.keys()].map((shape) => [shape, name("topdown")]));
      const made = await Promise.all(
        [...handles].map(([shape, as]) => prepareShape(topdown, as, { ...plan, entrypoints: shapes.get(shape) ?? [] })),
      );
      const problems = made.flat();
      if (problems.length > 0) return { problems };
      return {
        evaluate: async (calls, inventory) => {
          const given = inventory === undefined ? {} : { inventory: readJson(inventory) };
          const evaluations = await Promise.all(
            calls.map((call) => evaluateOne(topdown, { handle: handles.get(call.shape) as string, ...given }, call)),
          );
          return {
            results: Object.assign({}, ...evaluations.map(({ results }) => results)),
            errors: evaluations.flatMap(({ errors }) => errors),
          };
        },
      };
    },
  };
}

async function prepareShape(topdown: Pipeline, as: string, { unit, entrypoints }: Plan): Promise<readonly Problem[]> {
  const { modules, data } = unit;
  const body = { as, modules, entrypoints: entrypoints.map(({ ref }) => ref), ...(data && { data }) };
  const { error } = await topdown.ask("prepare", body, { makes: as });
  return error === undefined ? [] : regoProblems(error);
}

async function evaluateOne(
  topdown: Pipeline,
  asked: { readonly handle: string },
  { input }: Call,
): Promise<Evaluation> {
  const { ok, error } = await topdown.ask<RegoResults>("eval", { ...asked, input: input.value() });
  return error === undefined
    ? { results: ok.results, errors: [] }
    : { results: {}, errors: [evaluationError(error, "evaluation")] };
}
