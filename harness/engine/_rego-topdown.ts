import type { InputShape, Problem } from "../model/index.ts";
import { evaluationError } from "./_answer.ts";
import type { EvaluateHandle } from "./_evaluations.ts";
import type { Names } from "./_names.ts";
import type { Pipeline } from "./_pipeline.ts";
import type { Evaluate, Evaluator } from "./_rego.ts";
import { type Plan, regoProblems } from "./_rego-plan.ts";
import type { Evaluation } from "./_rego-verdict.ts";

/** What evaluating Rego by topdown needs. `topdown` is a process of `opa` of its own. */
export interface TopdownHost {
  readonly topdown: Pipeline;
  readonly evaluateHandle: EvaluateHandle;
  readonly kube: Pipeline;
  readonly name: Names;
}

/** Rego evaluated by OPA's own Go code: the reference for what WASM says. */
export function topdownEvaluator({ topdown, evaluateHandle, kube, name }: TopdownHost): Evaluator {
  return {
    id: "topdown",
    warm() {
      topdown.warm();
      kube.warm();
    },
    async prepare(plan) {
      const shapes = byShape(plan, name("topdown"));
      const problems = await prepareShapes(topdown, { plan, shapes });
      return problems.length > 0 ? { problems } : { evaluate: evaluateByTopdown(evaluateHandle, shapes) };
    },
  };
}

/** What is asked of one handle: an evaluation has one input, so that entrypoints that read it in different shapes have handles of their own. */
export interface AskedInShape {
  readonly shape: InputShape;
  readonly handle: string;
  readonly entrypoints: readonly string[];
}

/** Splits what a plan asks by the shape of the input. `base` begins the handles. */
export function byShape({ entrypoints }: Plan, base: string): readonly AskedInShape[] {
  return [...Map.groupBy(entrypoints, ({ shape }) => shape)].map(([shape, planned]) => ({
    shape,
    handle: `${base}.${shape}`,
    entrypoints: planned.map(({ ref }) => ref),
  }));
}

/** Evaluates by what topdown holds under the handles. */
export function evaluateByTopdown(evaluateHandle: EvaluateHandle, shapes: readonly AskedInShape[]): Evaluate {
  const handles = new Map(shapes.map(({ shape, handle }) => [shape, handle]));
  return async (calls, inventory) => {
    const evaluations = await Promise.all(
      calls.map(async ({ shape, input }): Promise<Evaluation> => {
        const { ok, error } = await evaluateHandle(handles.get(shape) as string, input, inventory);
        return error === undefined
          ? { results: ok.results, errors: [] }
          : { results: {}, errors: [evaluationError(error, "evaluation")] };
      }),
    );
    return {
      results: Object.assign({}, ...evaluations.map(({ results }) => results)),
      errors: evaluations.flatMap(({ errors }) => errors),
    };
  };
}

/** What topdown is to hold. */
interface Preparing {
  readonly plan: Plan;
  readonly shapes: readonly AskedInShape[];
  /** Paths of modules of which it notes what is evaluated. */
  readonly cover?: readonly string[];
}

/** Has topdown compile a plan, for each shape under its handle. */
export async function prepareShapes(
  topdown: Pipeline,
  { plan, shapes, cover }: Preparing,
): Promise<readonly Problem[]> {
  const { modules, data } = plan.unit;
  const answers = await Promise.all(
    shapes.map(({ handle, entrypoints }) => {
      const body = { as: handle, modules, entrypoints, ...(cover && { cover }), ...(data && { data }) };
      return topdown.ask("prepare", body, { makes: handle });
    }),
  );
  return answers.flatMap(({ error }) => (error === undefined ? [] : regoProblems(error)));
}
