/** The thread in which Rego policies are evaluated as WASM. It speaks the messages of an engine (docs/wire.md) over its port. */
import { parentPort, workerData } from "node:worker_threads";
import { type BridgeEnd, callBuiltin } from "./_bridge.ts";
import { plainConcat } from "./_concat.ts";
import { remember } from "./_memo.ts";
import { plainSprintf } from "./_sprintf.ts";
import { plainTemplate } from "./_template.ts";
import { loadWasm, type WasmPolicy } from "./_wasm.ts";
import { type WireError, type WireRequest, wireVersion } from "./_wire.ts";

/** Body of `load`: `module` is what OPA's compiler made, `data` the documents under `data` as JSON text. */
export interface LoadBody {
  readonly as: string;
  readonly module: WebAssembly.Module;
  readonly data?: string;
}

/** Body of `evaluate`: each input is JSON text, and is given to its entrypoints. */
export interface EvaluateBody {
  readonly handle: string;
  /** What stands under `data.inventory`, as JSON text. */
  readonly inventory?: string;
  readonly calls: readonly { readonly input: string; readonly entrypoints: readonly string[] }[];
}

interface Entry {
  readonly body: LoadBody;
  policy: WasmPolicy | undefined;
  /** What the policy has under `data.inventory`. */
  inventory?: string | undefined;
}

/** What came of an evaluation. An entrypoint that is in neither is undefined. */
export interface Evaluated {
  readonly results: Readonly<Record<string, unknown>>;
  /** OPA's words for entrypoints that failed. */
  readonly errors: Readonly<Record<string, string>>;
}

/** Builtins that are answered here where a call is plain. Names that begin with `__topdown__.` are the `opa` engine's (docs/wire.md). */
const plainBuiltins: Readonly<Record<string, (first: string, second: string) => string | undefined>> = {
  sprintf: plainSprintf,
  "__topdown__.concat": plainConcat,
  "__topdown__.internal.template_string": plainTemplate,
};
const loaded = new Map<string, Entry>();
const bridge = workerData as BridgeEnd;
const encoder = new TextEncoder();
const askEngine = remember((name, args) => callBuiltin(bridge, { name, args }));

parentPort?.on("message", (requests: readonly WireRequest[]) => {
  for (const { id, op, body } of requests) parentPort?.postMessage({ id, ...answer(op, body) });
});
parentPort?.postMessage({ wire: wireVersion, engine: "rego", versions: {} });

function answer(op: string, body: unknown): { readonly ok: unknown } | { readonly error: WireError } {
  try {
    if (op === "load") return { ok: load(body as LoadBody) };
    if (op === "evaluate") return { ok: evaluate(body as EvaluateBody) };
    if (op === "drop") return { ok: drop(body as { readonly handles: readonly string[] }) };
    return { error: { code: "bad-request", message: `unknown op \`${op}\`` } };
  } catch (error) {
    return { error: { code: "internal", message: words(error) } };
  }
}

function load(body: LoadBody): object {
  loaded.set(body.as, { body, policy: instantiate(body) });
  return {};
}

function drop({ handles }: { readonly handles: readonly string[] }): object {
  for (const handle of handles) loaded.delete(handle);
  return {};
}

function evaluate({ handle, inventory, calls }: EvaluateBody): Evaluated {
  const entry = loaded.get(handle);
  if (entry === undefined) throw new Error(`nothing is loaded as \`${handle}\``);
  const results: Record<string, unknown> = {};
  const errors: Record<string, string> = {};
  for (const { input, entrypoints } of calls) {
    const bytes = encoder.encode(input);
    for (const entrypoint of entrypoints) {
      try {
        const value = policyOf(entry, inventory).evaluate(bytes.buffer, entrypoint);
        if (value !== undefined) results[entrypoint] = value;
      } catch (error) {
        entry.policy = undefined; // a module that stopped midway cannot be trusted with the next input
        errors[entrypoint] = words(error);
      }
    }
  }
  return { results, errors };
}

/** The policy in memory, with the inventory that it is asked about. */
function policyOf(entry: Entry, inventory: string | undefined): WasmPolicy {
  if (entry.policy === undefined) {
    entry.policy = instantiate(entry.body);
    entry.inventory = undefined;
  }
  if (entry.inventory !== inventory) {
    entry.policy.use(documents(entry.body.data ?? "{}", inventory));
    entry.inventory = inventory;
  }
  return entry.policy;
}

/** JSON text of the documents under `data`, of which none is called `inventory`. */
function documents(data: string, inventory: string | undefined): string {
  if (inventory === undefined) return data;
  return `{"inventory":${inventory}${data === "{}" ? "}" : `,${data.slice(1)}`}`;
}

function instantiate({ module, data }: LoadBody): WasmPolicy {
  return loadWasm(
    module,
    data,
    (name, args) => plainBuiltins[name]?.(args[0] as string, args[1] as string) ?? askEngine(name, args),
  );
}

function words(error: unknown): string {
  if (error instanceof Error && error.message === "opa_malloc: failed")
    return "the evaluation needs more than 512 MiB of memory";
  return error instanceof Error ? error.message : String(error);
}
