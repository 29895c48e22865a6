import type { Failure } from "../../harness/engine/_answer.ts";
import type { Diagnostic } from "../../harness/engine/_ops.ts";

/** What an engine made of a case. */
export type Outcome =
  | { readonly kind: "refused"; readonly builtins: readonly string[] }
  | { readonly kind: "error"; readonly code: string; readonly message: string }
  /** `exact` is OPA's own JSON of the bindings, `plain` the JSON that a verdict is read from. */
  | { readonly kind: "bindings"; readonly exact: string; readonly plain: string };

/** The outcome that an engine's failure stands for. */
export function failed({ code, message, details }: Failure): Outcome {
  const { diagnostics, ...own } = (details ?? {}) as Partial<Diagnostic> & {
    readonly diagnostics?: readonly Diagnostic[];
  };
  const words = (diagnostics ?? [{ ...own, message }]).map(asOpaSays).join("\n");
  const builtins = [...words.matchAll(/`([\w.]+)` is refused because/g)].map(([, name]) => name as string);
  return builtins.length > 0
    ? { kind: "refused", builtins: [...new Set(builtins)].sort() }
    : { kind: "error", code: own.code ?? code, message: words };
}

/** The outcome of an evaluation that failed nowhere. */
export function bound(bindings: unknown, exact: unknown): Outcome {
  if (bindings === undefined || typeof exact !== "string") {
    const message = `the bindings have no value that JSON can say: ${JSON.stringify({ bindings, exact })}`;
    return { kind: "error", code: "undefined", message };
  }
  return { kind: "bindings", exact, plain: JSON.stringify(bindings) };
}

function asOpaSays({ path, row, code, message }: Partial<Diagnostic>): string {
  return `${path}:${row}: ${code}: ${message}`;
}
