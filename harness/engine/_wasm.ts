/** A compiled Rego policy in opa-wasm, with every builtin that the module does not carry answered by `callBuiltin`. */
import { createRequire } from "node:module";
import { topdownNumbers } from "./_number-text.ts";

type OpaWasm = typeof import("@open-policy-agent/opa-wasm", { with: { "resolution-mode": "require" }});
type Loaded = InstanceType<OpaWasm["LoadedPolicy"]>;

/** Answers one builtin: operands and result are Rego term text; `undefined` where the builtin is undefined. */
export type CallBuiltin = (name: string, operands: readonly string[]) => string | undefined;

/** A policy in memory. Evaluating is synchronous, and throws an `Error` with OPA's words where the policy fails. */
export interface WasmPolicy {
  /** @returns the entrypoint's value, or `undefined` where it has none */
  evaluate(input: ArrayBuffer, entrypoint: string): unknown;
  /** Puts other documents under `data`, as JSON text. */
  use(data: string): void;
}

/** What OPA's compiler exports from a module, as far as it is used here. Numbers are addresses and lengths in bytes. */
interface Exports {
  builtins(): number;
  opa_json_dump(value: number): number;
  opa_value_dump(value: number): number;
  opa_value_parse(address: number, length: number): number;
  opa_malloc(length: number): number;
  readonly opa_wasm_abi_minor_version: WebAssembly.Global;
}

const { LoadedPolicy } = createRequire(import.meta.url)("@open-policy-agent/opa-wasm") as OpaWasm;

const firstPages = 64;
const mostPages = 8_192; // 512 MiB: a policy that builds more than that fails, and the run goes on
const decoder = new TextDecoder();
const encoder = new TextEncoder();

/**
 * Instantiates a module that OPA compiled. `data` is the documents under `data`, as JSON text.
 *
 * The package's own loader is passed by: it prefers its own builtins, hands them JSON (sets are lost) and throws strings.
 */
export function loadWasm(module: WebAssembly.Module, data: string | undefined, callBuiltin: CallBuiltin): WasmPolicy {
  const memory = new WebAssembly.Memory({ initial: firstPages, maximum: mostPages });
  const host: { exports?: Exports; names: readonly string[] } = { names: [] };
  const builtin = (id: number, _context: number, ...operands: number[]): number => {
    const exports = host.exports as Exports;
    const texts = operands.map((operand) => topdownNumbers(readText(memory, exports.opa_value_dump(operand))));
    const result = callBuiltin(host.names[id] ?? String(id), texts);
    return result === undefined ? 0 : writeValue(memory, exports, result);
  };
  const instance = new WebAssembly.Instance(module, { env: { memory, ...callbacks(memory, builtin) } });
  const exports = instance.exports as unknown as Exports;
  host.exports = exports;
  host.names = builtinNames(memory, exports);
  const loaded = new LoadedPolicy({ instance, module }, memory, exports.opa_wasm_abi_minor_version.value);
  const use = (text: string) => loaded.setData(encoder.encode(text).buffer);
  if (data !== undefined) use(data);
  return { evaluate: (input, entrypoint) => evaluate(loaded, input, entrypoint), use };
}

function callbacks(
  memory: WebAssembly.Memory,
  builtin: (id: number, context: number, ...operands: number[]) => number,
) {
  return {
    opa_builtin0: builtin,
    opa_builtin1: builtin,
    opa_builtin2: builtin,
    opa_builtin3: builtin,
    opa_builtin4: builtin,
    opa_println: () => {},
    opa_abort: (address: number) => {
      throw new Error(readText(memory, address));
    },
  };
}

function evaluate(loaded: Loaded, input: ArrayBuffer, entrypoint: string): unknown {
  const results = loaded.evaluate(input, entrypoint) as readonly { readonly result: unknown }[];
  return results[0]?.result;
}

function builtinNames(memory: WebAssembly.Memory, exports: Exports): readonly string[] {
  const ids = JSON.parse(readText(memory, exports.opa_json_dump(exports.builtins()))) as Record<string, number>;
  const names: string[] = [];
  for (const [name, id] of Object.entries(ids)) names[id] = name;
  return names;
}

function readText(memory: WebAssembly.Memory, address: number): string {
  const bytes = new Uint8Array(memory.buffer);
  return decoder.decode(bytes.subarray(address, bytes.indexOf(0, address)));
}

function writeValue(memory: WebAssembly.Memory, exports: Exports, text: string): number {
  const bytes = encoder.encode(text);
  const address = exports.opa_malloc(bytes.length);
  new Uint8Array(memory.buffer).set(bytes, address);
  const value = exports.opa_value_parse(address, bytes.length);
  if (value === 0) throw new Error(`a builtin's result is not a Rego term: \`${text}\``);
  return value;
}
