import type { JsonObject, Request, User, World } from "../../harness/model/index.ts";
import { failingAt, newest, type Row, readRows, requestOf } from "../pack/truth-table.ts";
import { onServer } from "./_cases.ts";
import { moved } from "./_place.ts";
import { admin, authenticated, type Trial } from "./_trial.ts";

/** What is put to a server under a level: the names are those of levels/, and `cel` is the whole pack. */
export type Applied = "baseline" | "restricted" | "hardened" | "cel";

export interface Probe {
  readonly trial: Trial;
  /** What must come of it; where nothing is said, what the engine says. */
  readonly expected: Readonly<Partial<Record<Applied, "allow" | "deny">>>;
}

export const suite = "levels under kubectl apply -k";

/** The pods of the truth table, and what must pass in any cluster. */
export function probes(): readonly Probe[] {
  return [...readRows().flatMap((row, index) => (row.refused === undefined ? [ofRow(row, index)] : [])), ...written()];
}

// --- internal ---

const everywhere = (decision: "allow" | "deny"): Probe["expected"] => ({
  baseline: decision,
  restricted: decision,
  hardened: decision,
  cel: decision,
});

function ofRow(row: Row, index: number): Probe {
  const outcome = (level: "baseline" | "restricted"): "allow" | "deny" =>
    failingAt(row, level, { minor: newest, seen: "admitted" }).length > 0 ? "deny" : "allow";
  const [baseline, restricted] = [outcome("baseline"), outcome("restricted")];
  const name = `levels-${index}`;
  const request = onServer({ ...requestOf(row), user: admin });
  const placed = moved({ request, world: { namespaces: [namespace(name)] } }, name);
  const more = restricted === "deny" ? { hardened: restricted, cel: restricted } : {};
  return { trial: { suite, name: row.pod, ...placed }, expected: { baseline, restricted, ...more } };
}

function namespace(name: string, labels: JsonObject = {}): JsonObject {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } };
}

interface Asked {
  readonly object: JsonObject;
  readonly in?: string;
  readonly user?: User;
  readonly more?: Partial<Request>;
  readonly world?: World;
}

function probe(
  name: string,
  expected: Probe["expected"],
  { object, user = admin, world = {}, ...asked }: Asked,
): Probe {
  const request = {
    operation: "CREATE" as const,
    object: { json: object },
    ...asked.more,
    ...(asked.in === undefined ? {} : { namespace: asked.in }),
    user: user === admin ? admin : authenticated(user),
  };
  const namespaces = asked.in === "levels" ? [namespace("levels")] : [];
  return { trial: { suite, name, request: onServer(request), world: { namespaces, ...world } }, expected };
}

function written(): readonly Probe[] {
  return [
    probe("a pod with all that hardened asks for", everywhere("allow"), { object: hardenedPod, in: "levels" }),
    probe("the pod of a node's agent, in kube-system", everywhere("allow"), { object: systemPod, in: "kube-system" }),
    probe("the same pod elsewhere", everywhere("deny"), { object: systemPod, in: "levels" }),
    probe("a deployment of such pods", everywhere("deny"), { object: deploymentOf(systemPod), in: "levels" }),
    probe("a namespace with a level that is none", everywhere("deny"), {
      object: namespace("levels-labelled", { "pod-security.kubernetes.io/enforce": "none" }),
    }),
    probe("a token for a pod, as a kubelet asks for it", everywhere("allow"), {
      object: {
        apiVersion: "authentication.k8s.io/v1",
        kind: "TokenRequest",
        spec: { audiences: [], expirationSeconds: 3607 },
      },
      in: "levels",
      user: { username: "system:node:one", groups: ["system:nodes"] },
      more: { subResource: "token", name: "app", resource: { group: "", version: "v1", resource: "serviceaccounts" } },
      world: {
        namespaces: [namespace("levels")],
        objects: [{ apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "app", namespace: "levels" } }],
        rules: [{ users: ["system:node:one"], verbs: ["create"], resources: ["serviceaccounts/token"] }],
      },
    }),
    probe("a lease, as nodes and controllers write it", everywhere("allow"), { object: lease, in: "levels" }),
  ];
}

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

const hardenedPod: JsonObject = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "hardened", namespace: "levels" },
  spec: {
    automountServiceAccountToken: false,
    hostUsers: false,
    securityContext: { runAsNonRoot: true, runAsUser: 1000, fsGroup: 1000, seccompProfile: { type: "RuntimeDefault" } },
    containers: [
      {
        name: "app",
        image: `registry.k8s.io/app@${digest}`,
        resources: { limits: { cpu: "100m", memory: "64Mi" }, requests: { cpu: "100m", memory: "64Mi" } },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        },
      },
    ],
  },
};

const systemPod: JsonObject = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "agent" },
  spec: {
    hostNetwork: true,
    hostPID: true,
    volumes: [{ name: "etc", hostPath: { path: "/etc/kubernetes" } }],
    containers: [
      {
        name: "agent",
        image: "registry.k8s.io/agent:v1",
        command: ["agent"],
        securityContext: { privileged: true },
        volumeMounts: [{ name: "etc", mountPath: "/etc/kubernetes" }],
      },
    ],
  },
};

function deploymentOf(pod: JsonObject): JsonObject {
  const labels = { app: "agent" };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "agent" },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: pod["spec"] ?? {} } },
  };
}

const lease: JsonObject = {
  apiVersion: "coordination.k8s.io/v1",
  kind: "Lease",
  metadata: { name: "levels" },
  spec: {},
};
