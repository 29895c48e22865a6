import type { Failure } from "./_answer.ts";
import type { Connection } from "./_cluster-config.ts";

/** What was tried when it failed. */
export interface Circumstances {
  readonly connection: Connection;
  readonly timeoutMs: number;
  /** Whether the harness itself ended it. */
  closed(): boolean;
}

/** Why the API server gave no answer, and what to do about it. */
export function faultOf(error: unknown, { connection, timeoutMs, closed }: Circumstances): Failure {
  if (closed()) return { code: "engine-exited", message: "the run ended before the cluster answered" };
  const { name, code = "", message } = error as NodeJS.ErrnoException;
  const where = `\`${connection.server.origin}\` (context \`${connection.context}\`)`;
  if (name === "TimeoutError" || (name === "AbortError" && code !== "ECONNRESET"))
    return { code: "engine-timeout", message: `${where} did not answer within ${timeoutMs / 1000} s` };
  return { code: "bad-cluster", message: `${where} cannot be asked: ${words(code, message)}` };
}

/** What a reply says that comes from no API server, or from one that is in trouble. */
export function troubleOf({ code, body }: { readonly code: number; readonly body: string }): Failure {
  const said = messageIn(body).replaceAll(/\s+/g, " ").trim().slice(0, 300);
  if (code === 401) return { code: "bad-cluster", message: unknownUser(said) };
  return { code: "bad-cluster", message: `the cluster answered with ${code}${said === "" ? "" : `: ${said}`}` };
}

/** What to do about credentials that the server does not take. */
export function unknownUser(said: string): string {
  return `the cluster does not know who asks (${said}): log in again, or choose another context`;
}

// --- internal ---

/** The message of a Status, or the text itself. */
function messageIn(body: string): string {
  try {
    const { message } = JSON.parse(body) as { readonly message?: unknown };
    return typeof message === "string" ? message : body;
  } catch {
    return body;
  }
}

function words(code: string, message: string): string {
  if (code === "ECONNREFUSED") return "it refuses connections; start the cluster, or choose another with --context";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN")
    return "its name is not known here; check the network and the kubeconfig";
  if (code === "EHOSTUNREACH" || code === "ENETUNREACH") return "there is no way to it from here; check the network";
  if (code === "ECONNRESET" || code === "EPIPE") return "the connection broke off; try again";
  if (/CERT|SELF_SIGNED|ISSUER|SIGNATURE/.test(code))
    return `its certificate is not trusted (${message}); correct \`certificate-authority-data\` in the kubeconfig`;
  return `${message.trim() || code}; check the credentials in the kubeconfig`;
}
