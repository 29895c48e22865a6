import type { Json, JsonObject, Response, Verdict } from "../model/index.ts";

/** The verdict that an AdmissionReview's response is; `policy` is the program. */
export function commandVerdict(response: JsonObject, policy: string): Verdict {
  const status = objectOf(response["status"]);
  const said = { warnings: textsOf(response["warnings"]), audit: auditOf(response["auditAnnotations"]) };
  if (response["allowed"] === true) return { decision: "allow", violations: [], ...said };
  const message = textOf(status["message"]) ?? textOf(status["reason"]) ?? "denied without explanation";
  return { decision: "deny", violations: [{ policy, message }], ...said, ...responseOf(status) };
}

/** The patch of a response in base64, where it mutates. */
export function patchOf(response: JsonObject): string | undefined {
  return response["allowed"] === true ? textOf(response["patch"]) : undefined;
}

// --- internal ---

/** What the server would tell the client, where the program says with which code. */
function responseOf(status: JsonObject): { readonly response?: Response } {
  const { code } = status;
  if (typeof code !== "number") return {};
  const [reason, message] = [textOf(status["reason"]), textOf(status["message"])];
  return {
    response: {
      allowed: false,
      code,
      ...(reason === undefined ? {} : { reason }),
      ...(message === undefined ? {} : { message }),
    },
  };
}

function objectOf(value: Json | undefined): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function textsOf(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

function auditOf(value: Json | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(objectOf(value)).map(([key, text]) => [key, String(text)]));
}
