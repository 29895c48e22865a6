import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { validateReport } from "../../harness/load/_report-validator.gen.ts";
import type { Report } from "../../harness/model/index.ts";
import { assay, copyOf } from "./_assay.ts";

const chart = readFileSync(join(import.meta.dirname, "../fixtures/rendered-chart.yaml"), "utf8");
/** What a kube-apiserver logged of requests that people could send, without its managedFields. */
const log = join(import.meta.dirname, "../fixtures/audit.jsonl");
const webhook = join(import.meta.dirname, "../fixtures/fake-webhook.ts");

const pod = (name: string, hostPort?: number): object => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, namespace: "shop" },
  spec: {
    containers: [
      {
        name: "a",
        image: "registry.example/a:1",
        ports: hostPort === undefined ? [] : [{ containerPort: 1, hostPort }],
      },
    ],
  },
});

/** A CREATE in the API server's audit log. */
const event = (name: string, hostPort: number | undefined, more: object = {}): object => ({
  kind: "Event",
  apiVersion: "audit.k8s.io/v1",
  level: "Request",
  auditID: name,
  stage: "ResponseComplete",
  requestURI: "/api/v1/namespaces/shop/pods",
  verb: "create",
  user: { username: "dev" },
  objectRef: { resource: "pods", namespace: "shop", name, apiVersion: "v1" },
  requestObject: pod(name, hostPort),
  responseStatus: { code: 201 },
  ...more,
});

const refused = { responseStatus: { code: 403, message: 'admission webhook "ports.example" denied the request: no' } };
const lines = (values: readonly object[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join("");

describe("assay judge", () => {
  test("denies what the policies deny of a rendered chart on standard input, and says where it stands", async () => {
    const { root } = copyOf("project-ports");
    expect(await assay(["judge", "-"], { cwd: root, stdin: chart })).toEqual({
      code: 1,
      stdout: `ports
  ✗ Pod shop/cart [rego]
    expected: allow or skip
    got:      deny; messages: \`host port (8080) (data.ports.deny)\`
    at <stdin>:43:1
  ✗ Pod shop/cart [cel]
    expected: allow or skip
    got:      deny; messages: \`host port (8080) (ports)\`; code 422
    at <stdin>:43:1

6 requests: 5 allowed, 1 denied
10 passed, 2 failed in 0.00 s
`,
      stderr: "",
    });
  });

  test("is clean where everything is allowed, and counts what no policy applied to", async () => {
    const { root, write } = copyOf("project-ports");
    write("app.yaml", chart.replace("hostPort: 8080", "protocol: TCP"));
    const { code, stdout } = await assay(["judge", "app.yaml", "--engine", "cel"], { cwd: root });
    expect([code, stdout]).toEqual([0, "6 requests: 2 allowed, 4 that no policy applied to\n6 passed in 0.00 s\n"]);
  });

  test("judges in the namespace, by the parameters and by the definitions that stand beside", async () => {
    const { root, write, remove } = copyOf("project-ports");
    remove("rego");
    write(
      "cel/ports/policy.yaml",
      `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: shelves}
spec:
  paramKind: {apiVersion: v1, kind: ConfigMap}
  matchConstraints:
    resourceRules: [{apiGroups: [shop.example], apiVersions: [v1], operations: [CREATE], resources: [shelves]}]
  validations:
    - expression: "false"
      messageExpression: "'rows ' + string(object.spec.rows) + ' of ' + params.data.mostRows + ', ' + namespaceObject.metadata.labels.exposure"
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: shelves}
spec:
  policyName: shelves
  validationActions: [Deny]
  paramRef: {name: settings, namespace: shop, parameterNotFoundAction: Deny}
`,
    );
    const { code, stdout } = await assay(["judge", "-"], { cwd: root, stdin: chart });
    expect(code).toBe(1);
    expect(stdout).toContain("  ✗ Shelf shop/front [cel]\n");
    expect(stdout).toContain("`rows 3 of 4, open (shelves)`");
  });

  test("tells a manifest that the API server refuses, which stands in no other's way", async () => {
    const { root, write } = copyOf("project-ports");
    write(
      "broken.yaml",
      chart
        .replace("name: search\n  namespace", "name: Search\n  namespace")
        .replace("name: shop\n  labels", "name: Shop\n  labels"),
    );
    const { code, stdout } = await assay(["judge", "broken.yaml"], { cwd: root });
    expect(code).toBe(2);
    expect(stdout).toContain("  ✗ broken.yaml:3:1 [bad-object]\n    `Namespace Shop` is refused by the API server: ");
    expect(stdout).toContain("  ✗ broken.yaml:57:1 [bad-object]\n    `Pod shop/Search` is refused by the API server: ");
    expect(stdout).toContain("  ✗ Pod shop/cart [rego]\n");
    expect(stdout).toContain("6 requests: 3 allowed, 1 denied, 2 refused by the API server\n");
  });

  test("judges a folder, and says what in it is no request", async () => {
    const { root, write } = copyOf("project-ports");
    write("values.yaml", "replicas: 2\n");
    const { code, stdout } = await assay(["judge", ".", "--engine", "rego"], { cwd: root });
    expect(code).toBe(1);
    expect(stdout).toContain("  ✗ Pod app #2 [rego]\n");
    expect(stdout).toContain(
      "Left aside\n  2 × a document without apiVersion and kind (first cases/ports/update.case.yaml:1:1)\n",
    );
  });

  test("judges the requests of an audit log", async () => {
    const { root, write } = copyOf("project-ports");
    write("audit.log", lines([event("a", undefined), event("b", 80), event("c", 81, { verb: "get" })]));
    const { code, stdout } = await assay(["judge", "audit.log", "--format", "json"], { cwd: root });
    const { requests, aside, outcomes, findings } = JSON.parse(stdout) as Report;
    expect(code).toBe(1);
    expect((validateReport as (report: unknown) => boolean)(JSON.parse(stdout))).toBe(true);
    expect(requests).toEqual({ allowed: 1, denied: 1, failed: 0, unmatched: 0, refused: 0 });
    expect(aside).toEqual([
      { reason: "`get` is never put to admission", count: 1, place: { path: "audit.log", line: 3 } },
    ]);
    expect(outcomes.map(({ case: name, engine, status }) => `${name} ${engine} ${status}`)).toEqual([
      "Pod shop/a rego passed",
      "Pod shop/a cel passed",
      "Pod shop/b rego failed",
      "Pod shop/b cel failed",
    ]);
    expect(findings.map(({ place }) => place)).toEqual([2, 2].map((line) => ({ path: "audit.log", line })));
  });

  test("leaves aside what was recorded and the API server refuses here", async () => {
    const { root, write } = copyOf("project-ports");
    write("audit.log", lines([event("a", undefined), event("B", 80)]));
    const { code, stdout } = await assay(["judge", "audit.log"], { cwd: root });
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^ {2}1 × a recorded request that the API server refuses here; the first: Pod "B" is invalid: /m,
    );
    expect(stdout).toContain("2 requests: 1 allowed, 1 refused by the API server\n");
  });
});

describe("assay judge --recorded", () => {
  test("shows where the policies decide otherwise than was recorded, and nothing else", async () => {
    const { root, write } = copyOf("project-ports");
    const recorded = [
      event("agreed-allow", undefined),
      event("agreed-deny", 80, refused),
      event("now-denied", 81),
      event("now-allowed", undefined, refused),
      event("unknown", 82, { responseStatus: { code: 409, message: "already there" } }),
    ];
    write("audit.log", lines(recorded));
    expect(await assay(["judge", "audit.log", "--recorded", "--engine", "cel"], { cwd: root })).toEqual({
      code: 1,
      stdout: `ports
  ✗ Pod shop/now-denied [cel]
    expected: allow or skip
    got:      deny; messages: \`host port (81) (ports)\`; code 422
    at audit.log:3

recorded
  ✗ Pod shop/now-allowed [cel]
    expected: deny; messages: \`admission webhook "ports.example" denied the request: no\`
    got:      allow
    at audit.log:4

5 requests: 2 allowed, 3 denied
3 passed, 2 failed, 1 skipped in 0.00 s
`,
      stderr: "",
    });
  });

  test("finds in the log of a real server with PodSecurity at `baseline` what that server answered", async () => {
    const { root } = copyOf("project-ports");
    const judged = ["judge", log, "--policy", "podsecurity:baseline", "--recorded", "--format", "json"];
    const { code, stdout } = await assay(judged, { cwd: root });
    const { outcomes, requests } = JSON.parse(stdout) as Report;
    const passed = outcomes.filter(({ status }) => status === "passed").map(({ case: name }) => name);
    expect(code).toBe(0);
    expect(requests).toEqual({ allowed: 6, denied: 1, failed: 0, unmatched: 13, refused: 1 });
    expect(passed).toEqual([
      "Namespace team",
      "Pod team/plain",
      "Pod team/host",
      "Pod team/gen-…",
      "UPDATE Pod team/plain",
      "UPDATE Pod team/plain #2",
      "UPDATE Pod team/plain #3",
      "Pod team/ssa",
      "UPDATE Pod team/ssa",
      "Deployment team/web",
      "UPDATE deployments/scale team/web",
      "UPDATE deployments/status team/web",
      "CREATE pods/eviction team/plain",
      "DELETE Pod team/ssa",
      "DELETE Deployment team/web",
      "Ship team/a",
      "UPDATE Ship team/a",
    ]);
  });

  test("has nothing to compare where no answer is recorded", async () => {
    const { root } = copyOf("project-ports");
    const { code, stdout } = await assay(["judge", "-", "--recorded"], { cwd: root, stdin: chart });
    expect(code).toBe(2);
    expect(stdout).toContain("of none of 6 requests is recorded what was answered\n");
  });
});

describe("assay judge --policy", () => {
  test("needs no project: a level of PodSecurity, which warns of what makes Pods", async () => {
    const { root, remove } = copyOf("project-ports");
    for (const folder of ["rego", "cel", "cases"]) remove(folder);
    const deployment = `${chart}---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {a: b}}
  template:
    metadata: {labels: {a: b}}
    spec: {hostNetwork: true, containers: [{name: a, image: a}]}
`;
    const { code, stdout } = await assay(["judge", "-", "--policy", "podsecurity:baseline"], {
      cwd: root,
      stdin: deployment,
    });
    expect(code).toBe(1);
    expect(stdout).toContain("podsecurity:baseline\n  ✗ Pod shop/cart [podsecurity]\n");
    expect(stdout).toContain(
      'Warned\n  ! Deployment web\n    would violate PodSecurity "baseline:latest": host namespaces (hostNetwork=true)\n    at <stdin>:75:1\n',
    );
  });

  test("takes several sides: files and programs", async () => {
    const { root } = copyOf("project-ports");
    const policies = ["--policy", "cel:cel/ports/policy.yaml", "--policy", `command:"${process.execPath}" ${webhook}`];
    const deny = lines([pod("good"), pod("deny.it"), pod("full", 80)]);
    const { code, stdout } = await assay(["judge", "-", ...policies], { cwd: root, stdin: deny });
    expect(code).toBe(1);
    const failed = [...stdout.matchAll(/^ {2}✗ (.*)$/gm)].map(([, what]) => what);
    expect(failed).toEqual(["Pod shop/full [cel]", "Pod shop/deny.it [command]", "Pod shop/full [command]"]);
    expect(stdout).toContain("messages: `no deny.it (");
  });

  test("takes the project's policies for one engine, under a release", async () => {
    const { root } = copyOf("project-ports");
    const { code, stdout } = await assay(["judge", "-", "--policy", "cel@1.31"], { cwd: root, stdin: chart });
    expect(code).toBe(1);
    expect(stdout).toContain("ports\n  ✗ Pod shop/cart [cel]\n");
    expect(stdout).not.toContain("[rego]");
  });

  test("excludes what else says who judges", async () => {
    const { code, stderr } = await assay(["judge", "-", "--policy", "cel", "--engine", "rego"]);
    expect([code, stderr]).toEqual([2, "error: --policy says what judges: leave --engine out\n"]);
  });
});

describe("assay judge is a problem", () => {
  test.each([
    [
      "where no policy applies to anything",
      ["-", "--engine", "cel"],
      lines([{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" } }]),
      "no policy applied to any of 1 request\n",
    ],
    ["where there is no request", ["-"], "replicas: 2\n", "there is no request in standard input"],
    ["where a file is not there", ["none.yaml"], "", "`none.yaml` cannot be read: there is no such file or folder\n"],
    ["where a control is not there", ["-", "--control", "port"], chart, "no control has the id `port`\n"],
    [
      "where a policy is not there",
      ["-", "--policy", "cel:none.yaml"],
      chart,
      "`none.yaml` cannot be read: there is no such file or folder\n",
    ],
    ["where a program fails", ["-", "--policy", "command:./none"], chart, "`./none` cannot be started"],
  ])("%s", async (_, args, stdin, words) => {
    const { root } = copyOf("project-ports");
    const { code, stdout } = await assay(["judge", ...args], { cwd: root, stdin });
    expect(stdout).toContain(words);
    expect(code).toBe(2);
  });
});

describe("assay compare --requests", () => {
  test("compares on what is read, and shows each difference with its place and a command that finds it again", async () => {
    const { root, edit, write } = copyOf("project-ports");
    edit("cel/ports/policy.yaml", (text) =>
      text.replace("p.?hostPort.orValue(0) > 0", "p.?hostPort.orValue(0) > 1024"),
    );
    write("audit.log", lines([event("a", undefined), event("b", 80), event("c", 8080)]));
    const compare = ["compare", "rego", "cel", "--requests", "audit.log", "--runs", "0", "--format", "json"];
    const { code, stdout } = await assay([...compare, "--case", "Pod shop/"], { cwd: root });
    const { findings, comparisons = [] } = JSON.parse(stdout) as Report;
    expect(code).toBe(1);
    expect(comparisons.map(({ cases, agreed, differed }) => [cases, agreed, differed])).toEqual([[3, 2, 1]]);
    const [found] = findings.filter((finding) => finding.kind === "difference");
    expect(found?.origins).toEqual([{ case: "Pod shop/b", place: { path: "audit.log", line: 2 } }]);
    expect(found?.replay).toBe(
      "assay compare rego cel --control ports --case 'Pod shop/b' --runs 0 --requests audit.log",
    );
  });

  test("reads standard input, in the world that it describes, beside the cases of the control", async () => {
    const { root } = copyOf("project-ports");
    const { code, stdout } = await assay(["compare", "rego", "cel", "--requests", "-", "--runs", "0"], {
      cwd: root,
      stdin: chart,
    });
    expect([code, stdout]).toEqual([
      0,
      `✓ ports  rego ~ cel  9 agree, denied 3 ~ 3

1 comparison of 9 requests, no difference in 0.00 s
`,
    ]);
  });

  test("is a problem where nothing is read, or nothing is called so", async () => {
    const { root } = copyOf("project-ports");
    const compare = ["compare", "rego", "cel", "--runs", "0", "--requests", "-"];
    const empty = await assay(compare, { cwd: root });
    expect([empty.code, empty.stdout]).toEqual([2, expect.stringContaining("there is no request in standard input")]);
    const other = await assay([...compare, "--case", "nobody"], { cwd: root, stdin: chart });
    expect([other.code, other.stdout]).toEqual([2, expect.stringContaining("no request has `nobody` in its name")]);
  });
});
