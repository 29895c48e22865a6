import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { Difference, Report } from "../../harness/model/index.ts";
import { assay } from "./_assay.ts";
import { type GitRepository, gitRepository } from "./_git-repository.ts";

const fixture = (path: string): string => readFileSync(join(import.meta.dirname, "../fixtures", path), "utf8");
const policy = "rego/images/policy.rego";
const rego = (start: string): string =>
  `package images\n\ndeny contains "image" if {\n\tsome c in input.request.object.spec.containers\n\tstartswith(c.image, "${start}")\n}\n`;
const pod = (name: string): object => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, namespace: "shop" },
  spec: { containers: [{ name: "a", image: "registry.example/a:1" }] },
});
const review = (name: string, more: object = {}): object => ({
  apiVersion: "admission.k8s.io/v1",
  kind: "AdmissionReview",
  request: {
    uid: name,
    kind: { group: "", version: "v1", kind: "Pod" },
    resource: { group: "", version: "v1", resource: "pods" },
    name,
    namespace: "shop",
    operation: "CREATE",
    userInfo: { username: "dev" },
    object: pod(name),
    ...more,
  },
});
const old = { operation: "DELETE", object: null, oldObject: pod("gone") };

describe("`assay gate --requests`", () => {
  let repository: GitRepository;

  beforeEach(async () => {
    repository = await gitRepository();
    onTestFinished(() => repository.delete());
    await repository.commit({ [policy]: rego("registry.example/") });
    repository.write({ [policy]: rego("mirror.example/") });
  });

  /** What flips on requests alone, each with how many requests and the first. */
  async function flipsOn(requests: string, stdin?: string): Promise<readonly object[]> {
    const { code, stdout } = await assay(
      ["gate", "--base", "HEAD", "--requests", requests, "--runs", "0", "--format", "json"],
      { cwd: repository.root, ...(stdin === undefined ? {} : { stdin }) },
    );
    const { findings, problems } = JSON.parse(stdout) as Report;
    expect({ code, problems }).toEqual({ code: 1, problems: [] });
    return findings.map((one) => {
      const { differences, origins } = one as Difference;
      return { differences, first: origins[0], count: origins.length };
    });
  }
  const loosened = ["`rego@base` denies, `rego@head` allows"];

  test("judges a folder of manifests", async () => {
    repository.write({
      "deploy/web/a.yaml": `---\n${JSON.stringify(pod("b"))}\n---\n${JSON.stringify(pod("a"))}\n`,
      "deploy/c.json": JSON.stringify({ apiVersion: "v1", kind: "List", items: [pod("c")] }),
      "deploy/values.yaml": "replicas: 1\n",
    });
    expect(await flipsOn("deploy")).toEqual([
      { differences: loosened, first: { case: "Pod shop/c", place: { path: "deploy/c.json", line: 1 } }, count: 3 },
    ]);
  });

  test("judges AdmissionReviews, with the operation and the user that they have", async () => {
    repository.write({
      "reviews.json": [review("a"), review("gone", old)].map((one) => JSON.stringify(one)).join("\n"),
    });
    expect(await flipsOn("reviews.json")).toMatchObject([{ differences: loosened, count: 1 }]);
  });

  test("judges the events of an audit log", async () => {
    repository.write({ "audit.log": fixture("audit.jsonl") });
    const [flip, ...others] = await flipsOn("audit.log");
    expect(flip).toMatchObject({ differences: loosened, first: { place: { path: "audit.log", line: 2 } } });
    expect(others).toEqual([]);
  });

  test("judges a rendered chart on standard input", async () => {
    expect(await flipsOn("-", fixture("rendered-chart.yaml"))).toMatchObject([
      { differences: loosened, first: { case: "Pod shop/cart", place: { path: "<stdin>" } }, count: 2 },
    ]);
  });
});
