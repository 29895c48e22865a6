import { locateBinary } from "../../harness/engine/_binary.ts";
import { handleNames } from "../../harness/engine/_names.ts";
import type { RegoResults } from "../../harness/engine/_ops.ts";
import { Pipeline } from "../../harness/engine/_pipeline.ts";
import { processLauncher } from "../../harness/engine/_process.ts";
import { wasmLauncher } from "../../harness/engine/_wasm-thread.ts";
import type { EvaluateBody, Evaluated, LoadBody } from "../../harness/engine/_wasm-worker.ts";
import { readExact } from "./_exact.ts";
import { bound, failed, type Outcome } from "./_outcome.ts";
import { bindingsRef, exactRef, type Question } from "./_question.ts";

/** Both ways to evaluate Rego, as the harness runs them. */
export interface Evaluators {
  /** `strict`: an error of a builtin is an error of the evaluation. */
  topdown(question: Question, strict: boolean): Promise<Outcome>;
  wasm(question: Question): Promise<Outcome>;
  /** One of OPA's builtins, on terms. */
  builtin(name: string, args: readonly string[]): Promise<string>;
  close(): void;
}

const limits = { timeoutMs: 30_000 };
const entrypoints = [bindingsRef, exactRef];

export function openEvaluators(): Evaluators {
  const opa = () =>
    new Pipeline(
      processLauncher("opa", () => locateBinary("opa")),
      limits,
    );
  const [compiler, topdown] = [opa(), opa()];
  const thread = new Pipeline(
    wasmLauncher((call) => topdown.ask("builtin", call)),
    limits,
  );
  const name = handleNames();
  return {
    topdown: (question, strict) => evaluate(topdown, { ...question, as: name("topdown"), strict }),
    wasm: (question) => evaluateWasm(compiler, thread, { ...question, as: name("wasm") }),
    async builtin(name, args) {
      const { ok, error } = await topdown.ask<{ readonly result: string }>("builtin", { name, args });
      if (error !== undefined) throw new Error(error.message);
      return ok.result;
    },
    close() {
      for (const pipeline of [compiler, topdown, thread]) pipeline.close();
    },
  };
}

async function evaluate(
  opa: Pipeline,
  { modules, data, input, as, strict }: Question & { readonly as: string; readonly strict: boolean },
): Promise<Outcome> {
  const prepared = await opa.ask("prepare", { as, modules, data, strict, entrypoints });
  if (prepared.error !== undefined) return failed(prepared.error);
  const given = input === "" ? {} : { input: readExact(input) };
  const { ok, error } = await opa.ask<RegoResults>("eval", { handle: as, ...given });
  await opa.ask("drop", { handles: [as] });
  return error === undefined ? bound(ok.results[bindingsRef], ok.results[exactRef]) : failed(error);
}

async function evaluateWasm(
  compiler: Pipeline,
  thread: Pipeline,
  { modules, data, input, as }: Question & { readonly as: string },
): Promise<Outcome> {
  const compiled = await compiler.ask<{ readonly wasm: string }>("compile", { modules, data, entrypoints });
  if (compiled.error !== undefined) return failed(compiled.error);
  const module = await WebAssembly.compile(Buffer.from(compiled.ok.wasm, "base64"));
  const load: LoadBody = { as, module, data: JSON.stringify(data) };
  const loaded = await thread.ask("load", load);
  if (loaded.error !== undefined) return failed(loaded.error);
  const body: EvaluateBody = { handle: as, calls: [{ input, entrypoints }] };
  const { ok, error } = await thread.ask<Evaluated>("evaluate", body);
  await thread.ask("drop", { handles: [as] });
  if (error !== undefined) return failed(error);
  const message = ok.errors[bindingsRef] ?? ok.errors[exactRef];
  return message === undefined
    ? bound(ok.results[bindingsRef], ok.results[exactRef])
    : { kind: "error", code: "evaluation", message };
}
