import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openEngines } from "../../harness/engine/index.ts";
import type { Json, JsonObject, Request } from "../../harness/model/index.ts";
import { piped } from "./_requests.ts";

const engines = openEngines();
afterAll(() => engines.close());
const webhook = join(import.meta.dirname, "../fixtures/fake-webhook.ts");

/** The request of the AdmissionReview that a webhook gets, but for its uid. */
async function reviewOf(request: Request): Promise<Json> {
  const run = [process.execPath, webhook, "all"];
  const { judge } = await engines.get("command").compile([{ control: "x", engine: "command", sources: [], run }]);
  const { violations, errors } = (await judge?.(request, {})) ?? {};
  if (violations?.[0] === undefined) throw new Error(JSON.stringify(errors));
  const { uid: _uid, ...rest } = JSON.parse(violations[0].message).request as JsonObject;
  return rest;
}

const metadata = { name: "app", namespace: "team-a", labels: { a: "b" } };
const spec = { containers: [{ name: "app", image: "registry.example/app" }] };
const pod = { apiVersion: "v1", kind: "Pod", metadata, spec };
const template = { metadata: { labels: { a: "b" } }, spec };
const deployment = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata,
  spec: { selector: { matchLabels: { a: "b" } }, template },
};
const user = { username: "dev", groups: ["devs"] };
const pods = { group: "", version: "v1", resource: "pods" };
const named = { name: "app", namespace: "team-a", user };

const requests: Readonly<Record<string, Request>> = {
  "a new Pod": { operation: "CREATE", object: { json: pod }, user, options: { fieldManager: "me" } },
  "a Pod without a name": {
    operation: "CREATE",
    object: { json: { ...pod, metadata: { generateName: "app-" } } },
    dryRun: true,
  },
  "a new Deployment": { operation: "CREATE", object: { json: deployment } },
  "a changed Deployment": {
    operation: "UPDATE",
    object: { json: { ...deployment, spec: { ...deployment.spec, replicas: 3 } } },
    oldObject: { json: deployment },
  },
  "a deleted Pod": { operation: "DELETE", oldObject: { json: pod } },
  "a scaled Deployment": {
    operation: "UPDATE",
    subResource: "scale",
    resource: { group: "apps", version: "v1", resource: "deployments" },
    object: { json: { apiVersion: "autoscaling/v1", kind: "Scale", metadata, spec: { replicas: 2 } } },
    oldObject: { json: deployment },
  },
  "a Pod's status": {
    operation: "UPDATE",
    subResource: "status",
    object: { json: { ...pod, status: { phase: "Running" } } },
    oldObject: { json: pod },
  },
  "an eviction": {
    operation: "CREATE",
    subResource: "eviction",
    resource: pods,
    object: { json: { apiVersion: "policy/v1", kind: "Eviction", metadata } },
    ...named,
  },
  "a connection": {
    operation: "CONNECT",
    subResource: "exec",
    resource: pods,
    object: { json: { apiVersion: "v1", kind: "PodExecOptions", command: ["sh"], tty: true } },
    ...named,
  },
  "a custom resource": {
    operation: "CREATE",
    object: { json: { apiVersion: "sea.example/v1", kind: "Ship", metadata: { name: "app", namespace: "sea" } } },
  },
};

test.each(Object.keys(requests))(
  "%s that was recorded is the same AdmissionReview when it is read again",
  async (name) => {
    const first = await reviewOf(requests[name] as Request);
    const recorded = { apiVersion: "admission.k8s.io/v1", kind: "AdmissionReview", request: first };
    const { requests: read } = await piped(JSON.stringify(recorded));
    expect(await reviewOf(read[0]?.request as Request)).toEqual(first);
  },
);
