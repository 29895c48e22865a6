import type { Place } from "./source.ts";

/**
 * Every code that an {@link AssayError} or a {@link Problem} can carry. Codes are stable: scripts may match on them.
 */
export type ErrorCode =
  | "bad-usage" // the command line
  | "bad-config" // assay.yaml, known-differences.yaml
  | "bad-file" // a file that cannot be read: missing, not UTF-8, too large
  | "bad-yaml" // a file that is not YAML
  | "bad-case" // a case that is not of the case format
  | "bad-policy" // a policy that the real compiler or server refuses
  | "bad-params" // parameters of a policy that do not fit the schema that it has for them
  | "bad-object" // an object that the API server refuses
  | "bad-world" // namespaces, parameters, CRDs or rules of a case that the API server refuses
  | "bad-cluster" // a cluster that cannot be reached, or does not let the context's user ask
  | "nothing-found" // a glob, filter or folder that selected nothing
  | "engine-missing" // no engine binary for this platform
  | "engine-exited" // the engine process ended while a request was under way
  | "engine-timeout" // a request took longer than its limit
  | "engine-panic" // the engine's own code panicked
  | "engine-protocol" // the engine and the harness do not speak the same wire version
  | "evaluation" // a policy failed on an object
  | "internal"; // a bug in Assay

/** The one exception that Assay throws on purpose: misuse, or something without which no run is possible. */
export class AssayError extends Error {
  readonly code: ErrorCode;
  readonly place: Place | undefined;

  constructor(code: ErrorCode, message: string, options?: { readonly cause?: unknown; readonly place?: Place }) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.name = "AssayError";
    this.code = code;
    this.place = options?.place;
  }
}
