import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { Json, JsonObject, Verdict } from "../../harness/model/index.ts";
import type { Asked } from "./_live.ts";
import { textAt } from "./_objects.ts";
import type { Server } from "./_server.ts";
import type { Bench } from "./_suite.ts";
import { admin, type Trial } from "./_trial.ts";

const suite = "webhooks, by the engine `cluster`";
const name = "webhook.assay.example";
const namespace = "webhooks";
const limitMs = 60_000;

/** A webhook of the server denies, warns and fails, and the engine `cluster` says so. */
export async function compareWebhook({ cluster, live }: Asked, server: Server, { results }: Bench): Promise<void> {
  const webhook = await openWebhook(server);
  try {
    await cluster.store({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
    await cluster.store(configuration(webhook.port, readFileSync(server.certificate.crt)));
    const deadline = performance.now() + limitMs;
    while ((await live.judge(creation("silent"), {})).decision === "allow") {
      if (performance.now() > deadline) throw new Error(`the webhook is not asked after ${limitMs} ms`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    for (const [object, expected] of Object.entries(verdicts)) {
      const request = creation(object);
      const { object: _stored, ...got } = await live.judge(request, {});
      const [left, right] = [JSON.stringify(got), JSON.stringify(expected)];
      const trial: Trial = { suite, name: object, request: { ...request, user: admin }, world: {} };
      const answer = { allowed: got.decision === "allow", causes: [], warnings: got.warnings, audit: {} };
      const differences = left === right ? [] : [`verdict: server ${left}, expected ${right}`];
      results.compared.push({ trial, server: answer, differences });
    }
  } finally {
    webhook.close();
  }
}

// --- internal ---

type Creation = { readonly operation: "CREATE"; readonly object: { readonly json: JsonObject } };

function creation(object: string): Creation {
  const json = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: object, namespace } };
  return { operation: "CREATE", object: { json } };
}

/** What the webhook answers, by the name of the object. */
const answers: Readonly<Record<string, JsonObject>> = {
  warned: { allowed: true, warnings: ["look out"] },
  denied: { allowed: false, status: { code: 403, reason: "Forbidden", message: "not here" }, warnings: ["look out"] },
  "own-code": { allowed: false, status: { code: 409, reason: "AlreadyExists", message: "taken" } },
  silent: { allowed: false },
};

const said = { violations: [], warnings: [], audit: {} };

function denial(code: number, reason: string | undefined, message: string, warnings: readonly string[] = []): Verdict {
  const words = `admission webhook "${name}" denied the request${message}`;
  return {
    ...said,
    decision: "deny",
    violations: [{ policy: name, message: message.replace(/^:? /, "") }],
    warnings,
    response: { allowed: false, code, ...(reason === undefined ? {} : { reason }), message: words },
  };
}

const cause = `failed calling webhook "${name}": failed to call webhook: the server responded with the status code 418 but did not return more information`;
const failure = `Internal error occurred: ${cause}`;

const verdicts: Readonly<Record<string, Verdict>> = {
  warned: { ...said, warnings: ["look out"], decision: "allow", response: { allowed: true } },
  denied: denial(403, "Forbidden", ": not here", ["look out"]),
  "own-code": denial(409, "AlreadyExists", ": taken"),
  silent: denial(400, undefined, " without explanation"),
  broken: {
    ...said,
    decision: "error",
    errors: [{ code: "evaluation", message: failure, policy: name }],
    response: { allowed: false, code: 500, reason: "InternalError", message: failure, causes: [{ message: cause }] },
  },
};

/** A webhook on the loopback, with the certificate of the server itself. It takes dry runs alone. */
async function openWebhook({ certificate }: Server): Promise<{ readonly port: number; close(): void }> {
  const options = { cert: readFileSync(certificate.crt), key: readFileSync(certificate.key) };
  const webhook = createServer(options, async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const review = JSON.parse(Buffer.concat(chunks).toString("utf8")) as { readonly request: JsonObject };
    const { uid = "", dryRun, object } = review.request;
    const answer = dryRun === true ? answers[textAt(object as Json, "metadata", "name")] : undefined;
    if (answer === undefined) return void response.writeHead(418).end();
    response.writeHead(200, { "Content-Type": "application/json" });
    response.end(
      JSON.stringify({ apiVersion: "admission.k8s.io/v1", kind: "AdmissionReview", response: { uid, ...answer } }),
    );
  });
  await new Promise<void>((listening) => webhook.listen(0, "127.0.0.1", listening));
  return {
    port: (webhook.address() as AddressInfo).port,
    close: () => {
      webhook.close();
      webhook.closeAllConnections();
    },
  };
}

function configuration(port: number, certificate: Buffer): JsonObject {
  return {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingWebhookConfiguration",
    metadata: { name: "assay" },
    webhooks: [
      {
        name,
        admissionReviewVersions: ["v1"],
        sideEffects: "None",
        clientConfig: { url: `https://127.0.0.1:${port}/`, caBundle: certificate.toString("base64") },
        rules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["configmaps"] }],
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
      },
    ],
  };
}
