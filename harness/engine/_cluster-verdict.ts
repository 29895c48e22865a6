import {
  type EvaluationError,
  isJsonObject,
  type Json,
  type JsonObject,
  type Request,
  type Response,
  type Verdict,
  type Violation,
} from "../model/index.ts";
import { troubleOf, unknownUser } from "./_cluster-faults.ts";
import type { Reply } from "./_cluster-http.ts";

/** What a reply to a request says, told by the server's words: of a refusal it tells nothing else. */
export function verdictOf(reply: Reply, request: Request): Verdict {
  const { code, warnings } = reply;
  const said = { violations: [], warnings, audit: {} };
  const status = statusOf(reply);
  // What is refused for its name alone has passed admission, which comes before the store.
  const taken =
    request.operation === "CREATE" && status?.reason === "AlreadyExists" && alreadyExists.test(status.message);
  if (code < 300 || taken)
    return { ...said, decision: "allow", response: { allowed: true }, ...objectOf(reply, request) };
  if (status === undefined)
    return { ...said, decision: "error", errors: [{ ...troubleOf(reply), code: "bad-cluster" }] };
  const found = refusalOf(status, request);
  const response = responseOf(status);
  return "policy" in found && !("code" in found)
    ? { ...said, decision: "deny", violations: [found], response }
    : { ...said, decision: "error", errors: [found as EvaluationError], response };
}

// --- internal ---

interface Status {
  readonly code: number;
  readonly reason: string;
  readonly message: string;
  readonly causes: readonly JsonObject[];
}

function statusOf({ code, body }: Reply): Status | undefined {
  const parsed = jsonOf(body);
  if (!isJsonObject(parsed) || parsed["kind"] !== "Status") return undefined;
  const { reason = "", message = "", details } = parsed;
  const causes =
    isJsonObject(details) && Array.isArray(details["causes"]) ? (details["causes"] as readonly JsonObject[]) : [];
  return { code, reason: String(reason), message: String(message), causes };
}

/** What would be stored: whether policies changed the object, a server does not tell. */
function objectOf({ code, body }: Reply, { operation }: Request): Pick<Verdict, "object"> {
  if (code >= 300 || (operation !== "CREATE" && operation !== "UPDATE")) return {};
  const object = jsonOf(body);
  return isJsonObject(object) && object["kind"] !== "Status" ? { object } : {};
}

function jsonOf(body: string): Json | undefined {
  try {
    return JSON.parse(body) as Json;
  } catch {
    return undefined;
  }
}

function responseOf({ code, reason, message, causes }: Status): Response {
  return {
    allowed: false,
    code,
    ...(reason === "" ? {} : { reason }),
    ...(message === "" ? {} : { message }),
    ...(causes.length === 0 ? {} : { causes }),
  };
}

const alreadyExists = /^[^ ]+ "[^"]*" already exists$/;
const policyDenied =
  /^[^"]*(?:"[^"]*")? is forbidden: ValidatingAdmissionPolicy '([^']+)' (?:with binding '([^']*)' )?denied request: (.*)$/s;
/** A mutating policy denies nothing: it failed. */
const mutationFailed = /^policy (?:'([^']+)' with binding '[^']*'|"([^"]+)") denied request: (.*)$/s;
const webhookDenied = /^admission webhook "([^"]+)" denied the request(?:: | )(.*)$/s;
const webhookFailed =
  /^(?:Internal error occurred: )?(?:failed calling|admission) webhook "([^"]+)"(?:: | does not support dry run)/;
const evaluationFailed =
  /^(?:(?:value|message)?[eE]xpression '.*' resulted in error: |failed to configure (?:policy|binding): |failed to convert object version: |compilation error: |validation failed due to running out of cost budget)/s;
const notAuthorized = /^[^"]*(?:"[^"]*")? is forbidden: [uU]ser "/;
const podSecurityDenied = /^[^"]*(?:"[^"]*")? is forbidden: violates PodSecurity "[^"]*": (.*)$/s;
const forbidden = /^[^"]*(?:"[^"]*")? is forbidden: (.*)$/s;

/** A violation where admission refused, and else what failed. */
function refusalOf(status: Status, { user }: Request): Violation | EvaluationError {
  const { code, message } = status;
  const denied = denialOf(status);
  if (denied !== undefined) return denied;
  const failed = failureOf(message);
  if (failed !== undefined) return failed;
  if (code === 401) return { code: "bad-cluster", message: unknownUser(message) };
  if (notAuthorized.test(message))
    return user === undefined || / cannot impersonate /.test(message)
      ? { code: "bad-cluster", message: `the context's user may not ask this: ${message}` }
      : { code: "bad-world", message: `the user of the case may not ask this: ${message}` };
  if (code === 403 && !message.endsWith("not yet ready to handle request"))
    return { policy: "admission", message: forbidden.exec(message)?.[1] ?? message };
  if (code === 403 || code === 429 || code >= 500)
    return { code: "bad-cluster", message: `the cluster answered with ${code}: ${message}` };
  return { code: "bad-object", message };
}

function failureOf(message: string): EvaluationError | undefined {
  const [, webhook] = webhookFailed.exec(message) ?? [];
  if (webhook !== undefined) return { code: "evaluation", message, policy: webhook };
  const [, bound, unbound, words = ""] = mutationFailed.exec(message) ?? [];
  const policy = bound ?? unbound;
  return policy === undefined ? undefined : { code: "evaluation", message: words, policy };
}

function denialOf({ message, causes }: Status): Violation | EvaluationError | undefined {
  const [, policy, binding, words = ""] = policyDenied.exec(message) ?? [];
  if (policy !== undefined)
    return evaluationFailed.test(words)
      ? { code: "evaluation", message: words, policy }
      : { policy, message: words, ...(binding === undefined ? {} : { binding }) };
  const [, webhook, reason = ""] = webhookDenied.exec(message) ?? [];
  if (webhook !== undefined) return { policy: webhook, message: reason };
  const [, violated] = podSecurityDenied.exec(message) ?? [];
  if (violated !== undefined) return { policy: "PodSecurity", message: violated };
  // A namespace with labels that PodSecurity cannot read is refused in the form of a validation.
  const ofLabels = causes.map(({ field, message: each }) => ({ field: String(field), each: String(each) }));
  return ofLabels.length > 0 &&
    ofLabels.every(({ field }) => field.startsWith("metadata.labels[pod-security.kubernetes.io/"))
    ? { policy: "PodSecurity", message: ofLabels.map(({ field, each }) => `${field}: ${each}`).join(", ") }
    : undefined;
}
