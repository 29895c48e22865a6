import { type IncomingMessage, request as plainRequest, type RequestOptions } from "node:http";
import { Agent, request as secureRequest } from "node:https";
import { setTimeout as wait } from "node:timers/promises";
import type { Answer } from "./_answer.ts";
import type { Connection } from "./_cluster-config.ts";
import { type Circumstances, faultOf } from "./_cluster-faults.ts";
import { limiter } from "./limit.ts";

/** One call of the API. `path` has its query. */
export interface Call {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly body?: string;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
}

export interface Reply {
  readonly code: number;
  readonly body: string;
  /** Texts of the `Warning` headers, in their order. */
  readonly warnings: readonly string[];
}

/** An API server that nothing can be stored in. */
export interface Api {
  call(call: Call): Promise<Answer<Reply>>;
  /** Ends what is under way. */
  close(): void;
}

const mostAtOnce = 16;

/** Opens the API of a cluster. Answers of the server are replies, whatever their code; an error is that there was none. */
export function openApi(connection: Connection, timeoutMs: number): Api {
  const closing = new AbortController();
  const limit = limiter(mostAtOnce);
  const identity = openIdentity(connection);
  const attempt = async (call: Call): Promise<Answer<Reply>> => {
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(timeoutMs)]);
    const circumstances: Circumstances = { connection, timeoutMs, closed: () => closing.signal.aborted };
    try {
      for (let renewed = false; ; ) {
        const { reply, retryAfter } = await send(
          connection.server,
          await orAborted(identity.get(), signal),
          call,
          signal,
        );
        if (reply.code === 401 && !renewed) {
          renewed = true;
          identity.renew();
        } else if (reply.code === 429 && retryAfter !== undefined) {
          await wait(retryAfter * 1000, undefined, { signal });
        } else return { ok: reply };
      }
    } catch (error) {
      return { error: faultOf(error, circumstances) };
    }
  };
  return {
    call: (call) => {
      refuseToStore(call);
      return limit(() => attempt(call));
    },
    close: () => {
      closing.abort();
      identity.close();
    },
  };
}

// --- internal ---

/** The one place that every call passes. With a body, DELETE would take its options from there and not from the query. */
function refuseToStore({ method, path, body }: Call): void {
  if (method === "GET") return;
  const dryRun = new URL(path, "https://cluster").searchParams.getAll("dryRun");
  const safe = dryRun.length === 1 && dryRun[0] === "All" && (method !== "DELETE" || body === undefined);
  if (!safe) throw new Error(`${method} ${path} would not be a dry run`);
}

/** Who asks, over connections that are kept. */
function openIdentity(connection: Connection): { get(): Promise<RequestOptions>; renew(): void; close(): void } {
  let known: Promise<RequestOptions> | undefined;
  let agent: Agent | undefined;
  const make = async (): Promise<RequestOptions> => {
    const { agent: made, ...options } = await connection.credentials();
    // Where a proxy is between, the agent is the proxy's own.
    if (made instanceof Agent && made.constructor === Agent) agent ??= new Agent({ ...made.options, keepAlive: true });
    const used = made === undefined || made.constructor === Agent ? agent : made;
    return { ...options, ...(used === undefined ? {} : { agent: used }) };
  };
  return {
    get: () => {
      known ??= make();
      known.catch(() => {});
      return known;
    },
    renew: () => {
      known = undefined;
      agent = undefined;
    },
    close: () => agent?.destroy(),
  };
}

function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    promise.then(resolve, reject);
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

function send(
  server: URL,
  { headers, ...options }: RequestOptions,
  call: Call,
  signal: AbortSignal,
): Promise<{ readonly reply: Reply; readonly retryAfter: number | undefined }> {
  return new Promise((resolve, reject) => {
    const request = server.protocol === "http:" ? plainRequest : secureRequest;
    const url = new URL(`${server.pathname.replace(/\/+$/, "")}${call.path}`, server);
    const sent = request(url, { ...options, method: call.method, headers: { ...headers, ...headersOf(call) }, signal });
    sent.on("response", (response) => read(response).then(resolve, reject));
    sent.on("error", reject);
    sent.end(call.body);
  });
}

function headersOf({ headers, body, contentType = "application/json" }: Call): Record<string, string | string[]> {
  const extra = Object.entries(headers ?? {}).map(([name, value]) => [
    name,
    typeof value === "string" ? value : [...value],
  ]);
  const length = body === undefined ? "0" : String(Buffer.byteLength(body));
  return {
    Accept: "application/json",
    "User-Agent": "assay",
    "Content-Length": length,
    ...(body === undefined ? {} : { "Content-Type": contentType }),
    ...Object.fromEntries(extra),
  };
}

async function read(
  response: IncomingMessage,
): Promise<{ readonly reply: Reply; readonly retryAfter: number | undefined }> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const seconds = Number(response.headers["retry-after"] ?? "");
  return {
    reply: {
      code: response.statusCode ?? 0,
      body: Buffer.concat(chunks).toString("utf8"),
      warnings: warningsOf(response),
    },
    retryAfter: response.headers["retry-after"] === undefined || !(seconds >= 0) ? undefined : seconds,
  };
}

/** `299 - "text"`, with quotes and backslashes escaped. What a proxy adds in another form is left out. */
function warningsOf({ rawHeaders }: IncomingMessage): readonly string[] {
  const values = rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === "warning");
  return values.flatMap((value) => {
    const [, text] = /^299 \S+ "(.*)"$/s.exec(Buffer.from(value, "latin1").toString("utf8")) ?? [];
    return text === undefined ? [] : [text.replaceAll(/\\(.)/gs, "$1")];
  });
}
