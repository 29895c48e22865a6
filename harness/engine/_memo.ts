import type { CallBuiltin } from "./_wasm.ts";

const mostKept = 10_000;
const mostCharacters = 2_000;

/**
 * Remembers results of builtins, so that a call which repeats does not leave the thread again. A builtin's result hangs on its
 * operands alone: the `opa` engine refuses every other builtin by name.
 */
export function remember(call: CallBuiltin): CallBuiltin {
  const known = new Map<string, string | undefined>();
  return (name, operands) => {
    const key = [name, ...operands].join("\n"); // term text holds no line break
    if (known.has(key)) return known.get(key);
    const result = call(name, operands);
    if (key.length + (result?.length ?? 0) > mostCharacters) return result;
    if (known.size >= mostKept) known.clear();
    known.set(key, result);
    return result;
  };
}
