import { describe, expect, test } from "vitest";
import type { Explanation } from "../../harness/model/index.ts";
import { assay, copyOf } from "./_assay.ts";
import { explained, schemaErrors } from "./_explained.ts";

const pod = (image: string): string => `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers: [{name: app, image: "${image}", ports: [{containerPort: 80}]}]
`;

function decidedBy({ engines }: Explanation): unknown {
  return engines.map(({ engine, verdict, decidedBy }) => ({
    engine,
    decision: verdict?.decision,
    by: decidedBy.map(({ place, text }) => `${place?.path}:${place?.line} ${text}`),
  }));
}

describe("assay explain", () => {
  test("names the lines that deny, in Rego and in CEL", async () => {
    const { root } = copyOf("project-ports");
    expect(decidedBy(await explained(root, ["cases/ports/deny/host-port.yaml"]))).toEqual([
      { engine: "rego", decision: "deny", by: ['rego/ports/policy.rego:3 data.ports.deny gives "host port (80)"'] },
      { engine: "cel", decision: "deny", by: ["cel/ports/policy.yaml:16 list.size() == 0 is false"] },
    ]);
  });

  test("says of a request that does not match why it does not, and where", async () => {
    const { root } = copyOf("project-ports");
    const map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\n";
    const why = "no resource rule has `configmaps`: CREATE,UPDATE of pods in core";
    expect(decidedBy(await explained(root, ["-", "--control", "ports"], map))).toEqual([
      {
        engine: "rego",
        decision: "allow",
        by: ["rego/ports/policy.rego:4 some container in input.request.object.spec.containers does not hold"],
      },
      { engine: "cel", decision: "skip", by: [`cel/ports/policy.yaml:6 ${why}`] },
    ]);
  });

  test("names the match condition that leaves a request out", async () => {
    const { root, edit } = copyOf("project-ports");
    const condition = `  matchConditions:\n    - {name: not-tools, expression: "!object.metadata.name.startsWith('tool')"}\n`;
    edit("cel/ports/policy.yaml", (text) => text.replace("  variables:\n", `${condition}  variables:\n`));
    const asked = ["-", "--control", "ports", "--engine", "cel"];
    expect(decidedBy(await explained(root, asked, pod("x:1").replace("name: web", "name: tools")))).toEqual([
      {
        engine: "cel",
        decision: "skip",
        by: ['cel/ports/policy.yaml:13 object.metadata.name.startsWith("tool") is true'],
      },
    ]);
  });

  test("says where an evaluation failed", async () => {
    const { root, edit } = copyOf("project-ports");
    edit("cel/ports/policy.yaml", (text) =>
      text.replace("variables.ports.all(list,", "object.spec.none == 1 && variables.ports.all(list,"),
    );
    const [cel] = (await explained(root, ["container-port", "--engine", "cel"])).engines;
    expect(cel?.verdict?.decision).toBe("error");
    expect(cel?.decidedBy).toEqual([{ place: { path: "cel/ports/policy.yaml", line: 16 }, text: "no such key: none" }]);
  });

  test("tells what the API server's defaults changed in the object as it was written", async () => {
    const { root } = copyOf("project-ports");
    const { changed } = await explained(root, ["container-port"]);
    expect(changed).toContainEqual({ path: "spec.containers[0].ports[0].protocol", admitted: "TCP" });
    expect(changed).toContainEqual({ path: "spec.restartPolicy", admitted: "Always" });
    expect(changed.filter(({ path }) => path === "spec.containers[0].image")).toEqual([]);
  });

  test("tells of a workload what was defaulted in it and in its template, and what the server wrote otherwise", async () => {
    const { root } = copyOf("project-ports");
    const template = `{metadata: {labels: {app: web}}, spec: {containers: [{name: app, image: x, resources: {limits: {cpu: 1000m}}}]}}`;
    const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec: {replicas: 2, selector: {matchLabels: {app: web}}, template: ${template}}
`;
    const { changed } = await explained(root, ["-", "--control", "ports"], deployment);
    const container = "spec.template.spec.containers[0]";
    expect(changed).toContainEqual({ path: `${container}.imagePullPolicy`, admitted: "Always" });
    expect(changed).toContainEqual({ path: `${container}.resources.limits.cpu`, written: "1000m", admitted: "1" });
    expect(changed).toContainEqual({ path: "spec.strategy.rollingUpdate.maxSurge", admitted: "25%" });
    expect(changed.filter(({ path }) => path === "spec.replicas")).toEqual([]);
    const { stdout } = await assay(["explain", "-", "--control", "ports"], { cwd: root, stdin: deployment });
    expect(stdout).toContain(`
Changed before policies are asked
  metadata.namespace: "default"
`);
    expect(stdout).toContain(`\n  ${container}.resources.limits.cpu: "1" (written: "1000m")\n`);
  });

  test("shows values of expressions and rules to people", async () => {
    const { root } = copyOf("project-ports");
    const { code, stdout } = await assay(["explain", "host-port"], { cwd: root });
    expect(code).toBe(0);
    expect(stdout.slice(stdout.indexOf("rego: deny"))).toBe(`rego: deny
  decided by
    rego/ports/policy.rego:3  data.ports.deny gives "host port (80)"
  messages
    host port (80)
  rules
    rego/ports/policy.rego:3  data.ports.deny
      gives "host port (80)", with container = {"image": "registry.example/app:1", "imagePullPolicy": "IfNotPresent", "name": "app", "ports": [{"co…, msg = "host port (80)", port = {"containerPort": 80, "hostPort": 80, "protocol": "TCP"}, port.hostPort = 80

cel: deny
  decided by
    cel/ports/policy.yaml:16  list.size() == 0 is false
  messages
    host port (80)
  matching
    policy ports matches
    binding ports of policy ports matches
  expressions
    cel/ports/policy.yaml:14  variable ports is [["80"]]
      object.spec.containers.map(c, c.?ports.orValue([]).filter(p, p.?hostPort.orValue(0) > 0).map(p, stri…
        object.spec.containers = [{"image": "registry.example/app:1", "imagePullPolicy": "IfNotPresent", "name": "app", "ports": [{"c…
    cel/ports/policy.yaml:16  validation is false
      variables.ports.all(list, list.size() == 0)
        variables.ports = [["80"]]
        → list.size() == 0 = false
          list.size() = 1
            list = ["80"]
    cel/ports/policy.yaml:18  message is "host port (80)"
      'host port (' + variables.ports.map(list, list.join(', ')).join('') + ')'
`);
  });

  test.for([
    [["no-such-case"], "`no-such-case` is no case"],
    [["port"], "`port` means 3 requests"],
    [["host-port", "--control", "none"], "no control has the id `none`"],
    [["host-port", "--engine", "podsecurity"], "control `ports` has no policy for `podsecurity`"],
  ] as const)("refuses %j, which is not one request that can be judged", async ([args, words]) => {
    const { root } = copyOf("project-ports");
    const { code, stdout, stderr } = await assay(["explain", ...args], { cwd: root });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(words);
  });

  test("ends with 2 where a policy cannot be compiled, and still explains the others", async () => {
    const { root, write } = copyOf("project-ports");
    write("rego/ports/policy.rego", "package ports\n\ndeny contains {\n");
    const { code, stdout } = await assay(["explain", "host-port"], { cwd: root });
    expect(code).toBe(2);
    expect(stdout).toContain("rego: cannot judge");
    expect(stdout).toContain("cel: deny");
  });

  test("is of a schema that refuses what it does not describe", async () => {
    const { root } = copyOf("project-ports");
    const explanation = await explained(root, ["host-port"]);
    const [first] = explanation.engines;
    const wrongs: readonly object[] = [
      { ...explanation, place: "here" },
      { ...explanation, engines: [{ ...first, notes: undefined }] },
      { ...explanation, engines: [{ ...first, verdict: { ...first?.verdict, decision: "perhaps" } }] },
      { ...explanation, more: true },
    ];
    for (const wrong of wrongs) {
      const written = JSON.parse(JSON.stringify({ explain: 1, explanations: [wrong] })) as {
        explanations: [Explanation];
      };
      expect(schemaErrors(written)).not.toEqual([]);
    }
  });
});
