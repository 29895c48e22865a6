import { isJsonObject, type JsonObject } from "../model/index.ts";
import { readJson } from "./_json.ts";

/** An answer of a program: `response` of an AdmissionReview, and which review it is about, where it says so. */
export interface CommandAnswer {
  readonly response: JsonObject;
  readonly uid?: string;
}

/** Reads one line of a program: an AdmissionReview with a response, or the response alone. A text says why it is neither. */
export function readAnswer(line: string): CommandAnswer | string {
  let value: unknown;
  try {
    value = readJson(line);
  } catch {
    return `wrote ${quoted(line)}, which is no JSON`;
  }
  if (!isJsonObject(value)) return `wrote ${quoted(line)}, which is no AdmissionReview`;
  const response = Object.hasOwn(value, "response") ? value["response"] : value;
  if (!isJsonObject(response) || typeof response["allowed"] !== "boolean")
    return `wrote ${quoted(line)}, which has no response with \`allowed\``;
  const { uid } = response;
  return typeof uid === "string" && uid !== "" ? { response, uid } : { response };
}

// --- internal ---

const mostShown = 200;

function quoted(line: string): string {
  return `\`${line.length > mostShown ? `${line.slice(0, mostShown)}…` : line.trimEnd()}\``;
}
