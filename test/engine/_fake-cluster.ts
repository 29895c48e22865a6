import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { openEngines } from "../../harness/engine/index.ts";
import type { Compiled, JsonObject, Request } from "../../harness/model/index.ts";

/** What a server was asked. */
export interface Heard {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export interface Answered {
  readonly code: number;
  readonly body: JsonObject | string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
}

/** A Pod as a user writes it. */
export const text = "apiVersion: v1\nkind: Pod\nmetadata: {name: a} # as written\n";
export const creation: Request = { operation: "CREATE", object: { text } };

/** Pods as objects: sent, and as the server has one. */
export const pod = (spec: JsonObject = {}): { readonly json: JsonObject } => ({
  json: { apiVersion: "v1", kind: "Pod", metadata: { name: "a" }, spec },
});
export const stored = {
  kind: "Pod",
  apiVersion: "v1",
  metadata: { name: "a", resourceVersion: "7" },
  spec: { hostPID: true },
};
export const created = { code: 201, body: {} };

/** Answers what is no discovery; nothing: 404. A promise that stays open: no answer. */
export type Answering = (heard: Heard) => Answered | undefined | Promise<Answered | undefined>;

/** A server that says what an API server would: for faults alone, the words are proven on a real one. Gone after the test. */
export async function fakeCluster(
  answer: Answering,
  timeoutMs = 5_000,
): Promise<Required<Pick<Compiled, "cannotAsk" | "judge">> & { readonly heard: readonly Heard[] }> {
  const heard: Heard[] = [];
  const port = await serve(async (one) => {
    const known = discovery[one.path];
    if (known !== undefined) return { code: 200, body: known };
    heard.push(one);
    return (await answer(one)) ?? { code: 404, body: statusOf(404, "NotFound", "not found") };
  });
  const kubeconfig = kubeconfigFile(kubeconfigOf(`http://127.0.0.1:${port}`));
  const engines = openEngines({ cluster: { kubeconfig }, timeoutMs });
  onTestFinished(() => engines.close());
  const { judge, cannotAsk, problems } = await engines.get("cluster").compile([]);
  if (judge === undefined || cannotAsk === undefined) throw new Error(JSON.stringify(problems));
  return { judge, cannotAsk, heard };
}

export function statusOf(
  code: number,
  reason: string,
  message: string,
  causes: readonly JsonObject[] = [],
): JsonObject {
  return { kind: "Status", apiVersion: "v1", status: "Failure", code, reason, message, details: { causes } };
}

export function kubeconfigOf(server: string): JsonObject {
  return {
    clusters: [{ name: "c", cluster: { server } }],
    users: [{ name: "u", user: { token: "t" } }],
    contexts: ["here", "there"].map((name) => ({ name, context: { cluster: "c", user: "u" } })),
    "current-context": "here",
  };
}

/** A file with this content; removed after the test. */
export function kubeconfigFile(content: JsonObject | string): string {
  const folder = mkdtempSync(join(tmpdir(), "assay-kubeconfig-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "config");
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
}

/** Serves on the loopback until the test has finished. @returns the port */
export async function serve(answer: (heard: Heard) => Promise<Answered>): Promise<number> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = "", url: path = "", headers } = request;
    const answered = await answer({ method, path, headers, body: Buffer.concat(chunks).toString("utf8") });
    response.writeHead(answered.code, answered.headers);
    response.end(typeof answered.body === "string" ? answered.body : JSON.stringify(answered.body));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return (server.address() as AddressInfo).port;
}

// --- internal ---

const discovery: Readonly<Record<string, JsonObject>> = {
  "/version": { major: "1", minor: "37+" },
  "/api/v1": {
    resources: [
      { name: "namespaces", kind: "Namespace", namespaced: false },
      { name: "pods", kind: "Pod", namespaced: true },
      { name: "pods/eviction", kind: "Eviction", namespaced: true },
      { name: "configmaps", kind: "ConfigMap", namespaced: true },
    ],
  },
  "/api/v1/namespaces/default": { kind: "Namespace", metadata: { name: "default", labels: { tier: "gold" } } },
};
