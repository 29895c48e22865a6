import type { ErrorCode, EvaluationError, Problem } from "../model/index.ts";
import type { WireError } from "./_wire.ts";

/** Why an engine gave no result. `bad-input`: the user's file or object is at fault, and `message` is the engine's own words. */
export interface Failure {
  readonly code: ErrorCode | "bad-input";
  readonly message: string;
  readonly details?: unknown;
}

/** What came of a request to an engine. An error is a value: asking never rejects. */
export type Answer<T> =
  | { readonly ok: T; readonly error?: undefined }
  | { readonly error: Failure; readonly ok?: undefined };

/** The failure that an engine's error stands for. */
export function failureOf(error: WireError, engine: string): Failure {
  const details = error.details === undefined ? {} : { details: error.details };
  switch (error.code) {
    case "bad-input":
      return { code: "bad-input", message: error.message, ...details };
    case "panic":
      return { code: "engine-panic", message: `engine \`${engine}\` panicked: ${error.message}`, ...details };
    case "bad-request":
    case "internal":
      return { code: "internal", message: `engine \`${engine}\`: ${error.message}`, ...details };
  }
}

/** The failure as an evaluation error; `blame` is what bad input means where it was asked. */
export function evaluationError(failure: Failure, blame: ErrorCode): EvaluationError {
  return { code: failure.code === "bad-input" ? blame : failure.code, message: failure.message };
}

/** The failure as a problem of the run; `blame` is what bad input means where it was asked. */
export function problemOf(failure: Failure, blame: ErrorCode): Problem {
  const { code, message } = evaluationError(failure, blame);
  return { code, message, ...hintOf(code) };
}

/** Whether it is no fault of what was asked about: what ended the engine, or what it ended on, may be one policy's fault: the others are asked without it. */
export function isOfEngine({ code }: Failure): boolean {
  return code !== "bad-input";
}

/** What to do where an engine itself failed. */
export function hintOf(code: ErrorCode): { readonly hint?: string } {
  if (code === "engine-panic" || code === "internal")
    return { hint: "this is a bug: please report it with the file that shows it" };
  if (code === "engine-timeout")
    return { hint: "make the policy or its input smaller, or give more time with --timeout" };
  return {};
}
