import type { IncomingMessage } from "node:http";
import { Agent, request } from "node:https";

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

/** Calls one API server, over connections that are kept. */
export interface Client {
  call(call: Call): Promise<Reply>;
  close(): void;
}

export interface ClientOptions {
  readonly port: number;
  readonly token: string;
  /** Certificate of the server, in PEM. */
  readonly ca: string;
}

const mostConnections = 24;

export function openClient({ port, token, ca }: ClientOptions): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: mostConnections, ca });
  return {
    call: (call) =>
      new Promise((resolve, reject) => {
        const sent = request({
          agent,
          host: "127.0.0.1",
          port,
          method: call.method,
          path: call.path,
          headers: headersOf(call, token),
        });
        sent.on("response", (response) => read(response).then(resolve, reject));
        sent.on("error", reject);
        sent.end(call.body);
      }),
    close: () => agent.destroy(),
  };
}

function headersOf(
  { headers, body, contentType = "application/json" }: Call,
  token: string,
): Record<string, string | string[]> {
  const extra = Object.entries(headers ?? {}).map(([name, value]) => [
    name,
    typeof value === "string" ? value : [...value],
  ]);
  return {
    Authorization: `Bearer ${token}`,
    Accept: "application/json",
    ...(body === undefined ? {} : { "Content-Type": contentType, "Content-Length": String(Buffer.byteLength(body)) }),
    ...Object.fromEntries(extra),
  };
}

async function read(response: IncomingMessage): Promise<Reply> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return {
    code: response.statusCode ?? 0,
    body: Buffer.concat(chunks).toString("utf8"),
    warnings: warningsOf(response),
  };
}

/** `299 - "text"`, with quotes and backslashes escaped. */
function warningsOf({ rawHeaders }: IncomingMessage): readonly string[] {
  const values = rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === "warning");
  return values.map((value) => {
    const [, text] = /^299 \S+ "(.*)"$/s.exec(Buffer.from(value, "latin1").toString("utf8")) ?? [];
    if (text === undefined) throw new Error(`\`${value}\` is no warning as an API server sends it`);
    return text.replaceAll(/\\(.)/gs, "$1");
  });
}
