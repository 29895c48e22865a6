import type { Schema } from "../../harness/model/index.ts";

const metadata = { ref: "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta" };

/** A few kinds of the server's schema, cut to what the tests of paths and kinds look at. */
export const smallSchema: Schema = {
  kinds: [
    kind("Pod", { resource: "pods", subResources: ["ephemeralcontainers", "status"] }),
    kind("Secret", { resource: "secrets" }),
    kind("Namespace", { resource: "namespaces", namespaced: false }),
    kind("Deployment", { group: "apps", resource: "deployments" }),
  ],
  definitions: {
    "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta": {
      type: "object",
      properties: {
        name: { type: "string" },
        namespace: { type: "string" },
        labels: { type: "object", additionalProperties: { type: "string" } },
        annotations: { type: "object", additionalProperties: { type: "string" } },
      },
    },
    "io.k8s.api.core.v1.Pod": { type: "object", properties: { metadata, spec: { ref: "io.k8s.api.core.v1.PodSpec" } } },
    "io.k8s.api.core.v1.PodSpec": {
      type: "object",
      required: ["containers"],
      properties: {
        containers: { type: "array", items: { ref: "io.k8s.api.core.v1.Container" } },
        initContainers: { type: "array", items: { ref: "io.k8s.api.core.v1.Container" } },
        hostNetwork: { type: "boolean" },
      },
    },
    "io.k8s.api.core.v1.Container": {
      type: "object",
      required: ["name"],
      properties: {
        name: { type: "string" },
        image: { type: "string" },
        securityContext: { ref: "io.k8s.api.core.v1.SecurityContext" },
      },
    },
    "io.k8s.api.core.v1.SecurityContext": { type: "object", properties: { privileged: { type: "boolean" } } },
    "io.k8s.api.core.v1.Secret": { type: "object", properties: { metadata, type: { type: "string" } } },
    "io.k8s.api.core.v1.Namespace": { type: "object", properties: { metadata } },
    "io.k8s.api.apps.v1.Deployment": {
      type: "object",
      properties: { metadata, spec: { ref: "io.k8s.api.apps.v1.DeploymentSpec" } },
    },
    "io.k8s.api.apps.v1.DeploymentSpec": {
      type: "object",
      required: ["selector", "template"],
      properties: { template: { ref: "io.k8s.api.core.v1.PodTemplateSpec" }, paused: { type: "boolean" } },
    },
    "io.k8s.api.core.v1.PodTemplateSpec": {
      type: "object",
      properties: { metadata, spec: { ref: "io.k8s.api.core.v1.PodSpec" } },
    },
  },
};

function kind(
  name: string,
  rest: { readonly resource: string } & Partial<Schema["kinds"][number]>,
): Schema["kinds"][number] {
  const { group = "", version = "v1" } = rest;
  const definition = `io.k8s.api.${group === "" ? "core" : group}.${version}.${name}`;
  return { group, version, kind: name, namespaced: true, subResources: [], definition, ...rest };
}
