import type { EvaluationError, InputShape } from "../model/index.ts";
import { evaluationError } from "./_answer.ts";
import type { Names } from "./_names.ts";
import type { Pipeline } from "./_pipeline.ts";
import type { Evaluate, Evaluator } from "./_rego.ts";
import { type Plan, regoProblems } from "./_rego-plan.ts";
import { type Evaluation, ruleName } from "./_rego-verdict.ts";
import type { EvaluateBody, Evaluated, LoadBody } from "./_wasm-worker.ts";

/** What evaluating Rego as WASM needs: OPA to compile, the thread to evaluate. */
export interface WasmHost {
  readonly opa: Pipeline;
  readonly kube: Pipeline;
  readonly thread: Pipeline;
  readonly name: Names;
}

/** Rego compiled by OPA to WASM, evaluated by opa-wasm. */
export function wasmEvaluator({ opa, kube, thread, name }: WasmHost): Evaluator {
  return {
    id: "rego",
    warm() {
      thread.warm();
      kube.warm();
    },
    async prepare(plan) {
      const { modules, data } = plan.unit;
      const entrypoints = plan.entrypoints.map(({ ref }) => ref);
      const compiled = await opa.ask<{ readonly wasm: string }>("compile", {
        modules,
        entrypoints,
        ...(data && { data }),
      });
      if (compiled.error !== undefined) return { problems: regoProblems(compiled.error) };
      const module = await WebAssembly.compile(Buffer.from(compiled.ok.wasm, "base64"));
      const handle = name("wasm");
      const body: LoadBody = { as: handle, module, ...(data && { data: JSON.stringify(data) }) };
      const loaded = await thread.ask("load", body, { makes: handle });
      if (loaded.error !== undefined) return { problems: regoProblems(loaded.error) };
      return { evaluate: evaluateIn(thread, handle, plan) };
    },
  };
}

function evaluateIn(thread: Pipeline, handle: string, plan: Plan): Evaluate {
  const refs = Map.groupBy(plan.entrypoints, ({ shape }) => shape);
  const refsOf = (shape: InputShape) => (refs.get(shape) ?? []).map(({ ref }) => ref);
  return async (calls, inventory) => {
    const body: EvaluateBody = {
      handle,
      ...(inventory !== undefined && { inventory }),
      calls: calls.map(({ input, shape }) => ({ input: input.text, entrypoints: refsOf(shape) })),
    };
    const { ok, error } = await thread.ask<Evaluated>("evaluate", body);
    return error === undefined ? evaluationOf(ok) : { results: {}, errors: [evaluationError(error, "evaluation")] };
  };
}

function evaluationOf({ results, errors }: Evaluated): Evaluation {
  const failed = Object.entries(errors).map(
    ([ref, message]): EvaluationError => ({ code: "evaluation", message, policy: ruleName(ref) }),
  );
  return { results, errors: failed };
}
