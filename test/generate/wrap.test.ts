import { describe, expect, it } from "vitest";
import { podSpecPath, unwrap, workloadKinds, wrap } from "../../harness/generate/index.ts";
import type { JsonObject } from "../../harness/model/index.ts";

const pod: JsonObject = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "app", namespace: "team-a", labels: { app: "app" }, annotations: { note: "a" } },
  spec: { containers: [{ name: "app", image: "registry.example/app:1" }], hostPID: true },
};

describe("wrap", () => {
  it("makes a Deployment whose template is the Pod and whose selector finds it", () => {
    expect(wrap(pod, "Deployment")).toEqual({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "app", namespace: "team-a" },
      spec: {
        selector: { matchLabels: { app: "app" } },
        template: { metadata: { labels: { app: "app" }, annotations: { note: "a" } }, spec: pod["spec"] },
      },
    });
  });

  it("makes a CronJob whose Pods do not restart always", () => {
    expect(wrap(pod, "CronJob")).toEqual({
      apiVersion: "batch/v1",
      kind: "CronJob",
      metadata: { name: "app", namespace: "team-a" },
      spec: {
        schedule: "@daily",
        jobTemplate: {
          spec: {
            template: {
              metadata: { labels: { app: "app" }, annotations: { note: "a" } },
              spec: { ...(pod["spec"] as JsonObject), restartPolicy: "Never" },
            },
          },
        },
      },
    });
  });

  it("leaves the Pod that it is given as it is", () => {
    const before = JSON.stringify(pod);
    for (const kind of workloadKinds) wrap(pod, kind);
    expect(JSON.stringify(pod)).toBe(before);
  });

  it("says which kinds make Pods when asked for another one", () => {
    expect(() => wrap(pod, "Service")).toThrow(
      "`Service` makes no Pods; give one of Pod, ReplicationController, PodTemplate, ReplicaSet, Deployment, StatefulSet, DaemonSet, Job, CronJob",
    );
  });
});

describe("unwrap", () => {
  it.each(workloadKinds.filter((kind) => !kind.endsWith("Job")))("gives the Pod of a %s back", (kind) => {
    expect(unwrap(wrap(pod, kind))).toEqual(pod);
  });

  it("gives nothing of what makes no Pods", () => {
    expect(unwrap({ apiVersion: "v1", kind: "Service", metadata: { name: "a" } })).toBeUndefined();
    expect(unwrap({ apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "a" } })).toBeUndefined();
  });
});

describe("podSpecPath", () => {
  it("is where the spec of the Pods lies", () => {
    expect(podSpecPath("Pod")).toEqual(["spec"]);
    expect(podSpecPath("PodTemplate")).toEqual(["template", "spec"]);
    expect(podSpecPath("CronJob")).toEqual(["spec", "jobTemplate", "spec", "template", "spec"]);
    expect(podSpecPath("Role")).toBeUndefined();
  });
});
