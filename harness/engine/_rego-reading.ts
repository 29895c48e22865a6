import { isJsonObject, type Violation } from "../model/index.ts";
import type { EntrypointKind } from "./_ops.ts";

/** A reason that a rule gives. */
export type Reason = Omit<Violation, "policy">;

/** What a rule's value says. */
export interface Reading {
  readonly reasons: readonly Reason[];
  readonly warnings: readonly string[];
  readonly audit: Readonly<Record<string, string>>;
}

/** Reads the value of a defined rule. @returns what is wrong with it where it cannot be read, to be put behind the rule's name */
export function readRule(kind: EntrypointKind, value: unknown): Reading | string {
  switch (kind) {
    case "deny":
    case "violation": {
      const reasons = reasonsOf(value);
      return typeof reasons === "string" ? reasons : { reasons, warnings: [], audit: {} };
    }
    case "warn": {
      const reasons = reasonsOf(value);
      return typeof reasons === "string"
        ? reasons
        : { reasons: [], warnings: reasons.map(({ message }) => message), audit: {} };
    }
    case "response":
      return responseOf(value);
  }
}

function reasonsOf(value: unknown): readonly Reason[] | string {
  if (value === false) return [];
  if (value === true) return [{ message: "the rule is true" }];
  const single = reasonOf(value);
  if (single !== undefined) return [single];
  const members = membersOf(value);
  if (members === undefined) return wrong(value);
  const reasons: Reason[] = [];
  for (const member of members) {
    const reason = reasonOf(member);
    if (reason === undefined) return wrong(member);
    reasons.push(reason);
  }
  return reasons;
}

function reasonOf(value: unknown): Reason | undefined {
  if (typeof value === "string") return { message: value };
  if (!isJsonObject(value) || typeof value["msg"] !== "string") return undefined;
  const { msg, details } = value;
  return isJsonObject(details) ? { message: msg, details } : { message: msg };
}

/** Members of a set or list; of an object the values, or the keys that are `true`. */
function membersOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  if (!isJsonObject(value)) return undefined;
  return Object.entries(value).flatMap(([key, each]) => (each === true ? [key] : each === false ? [] : [each]));
}

function wrong(value: unknown): string {
  return `gives \`${JSON.stringify(value)}\`; it must give strings, objects with \`msg\`, or a boolean`;
}

/** Reads an AdmissionReview with a response, or the response alone. */
function responseOf(value: unknown): Reading | string {
  const response = isJsonObject(value) && isJsonObject(value["response"]) ? value["response"] : value;
  if (!isJsonObject(response) || typeof response["allowed"] !== "boolean") {
    return `gives \`${JSON.stringify(value)}\`; it must give an AdmissionReview response with \`allowed\``;
  }
  const { allowed, status, warnings, auditAnnotations } = response;
  const message =
    isJsonObject(status) && typeof status["message"] === "string"
      ? status["message"]
      : "the response does not allow it";
  return {
    reasons: allowed ? [] : [{ message }],
    warnings: Array.isArray(warnings) ? warnings.map(String) : [],
    audit: isJsonObject(auditAnnotations)
      ? Object.fromEntries(Object.entries(auditAnnotations).map(([key, each]) => [key, String(each)]))
      : {},
  };
}
