import { afterAll, expect, test } from "vitest";
import { openEngines } from "../../harness/engine/index.ts";
import type { Policy } from "../../harness/model/index.ts";
import { constraint, judgeNames, template, templatePolicy } from "./_templates.ts";

const engines = openEngines();
afterAll(() => engines.close());

const source =
  template("Ports", {
    parameters: "{most: {type: integer}, hosts: {type: array, items: {type: string}}}",
    cel: {
      expression: "variables.anyObject.spec.?hostname.orValue('') != 'of-cel'",
      messageExpression: "'no'",
    },
    rego: `package ports

violation[{"msg": "of Rego"}] {
	input.review.object.spec.containers[_].ports[_].hostPort > input.parameters.most
	regex.match("^app-[a-z]+$", input.review.object.metadata.name)
}
`,
  }) +
  constraint(
    "Ports",
    "ports",
    "{match: {kinds: [{apiGroups: [apps], kinds: [Deployment]}, {apiGroups: ['*'], kinds: [Pod]}], namespaceSelector: {matchLabels: {team: red}}, excludedNamespaces: [kube-system]}, parameters: {most: 1024, hosts: [a.example]}}",
  );

test.for(judgeNames)(
  "what a template for %s looks at is what its code in both languages does, its parameters and its match",
  async (name) => {
    const { reads, problems } = await engines.reads([templatePolicy(source, name)]);
    expect(problems).toEqual([]);
    expect(reads.chains).toContainEqual(["spec", "containers", "*", "ports", "*", "hostPort"]);
    expect(reads.chains).toContainEqual(["spec", "hostname"]);
    expect(reads.chains).toContainEqual(["metadata", "labels", "team"]);
    expect(reads.strings).toEqual(expect.arrayContaining(["of-cel", "a.example", "kube-system", "red"]));
    expect(reads.numbers).toContain(1024);
    expect(reads.patterns).toEqual(["^app-[a-z]+$"]);
  },
);

test("the kinds that a Constraint matches are resources, with the operations and subresources that Gatekeeper's webhook is sent", async () => {
  const { reads } = await engines.reads([templatePolicy(source)]);
  const [deployments, pods, ...more] = reads.matches;
  const operations = ["CREATE", "UPDATE"];
  expect(deployments).toEqual({ apiGroups: ["apps"], apiVersions: ["v1"], resources: ["deployments"], operations });
  expect(pods).toMatchObject({ apiGroups: [""], apiVersions: ["v1"], operations });
  expect(pods?.resources).toEqual(expect.arrayContaining(["pods", "pods/ephemeralcontainers"]));
  expect(pods?.resources).not.toContain("pods/status");
  expect(more).toEqual([]);
});

test("a Constraint that matches every kind asks for none", async () => {
  const text = template("All", { rego: 'package p\n\nviolation[{"msg": "m"}] {\n\tinput.review.object.spec\n}\n' });
  const { reads } = await engines.reads([templatePolicy(text + constraint("All", "a", "{}"))]);
  expect(reads.matches).toEqual([]);
});

test("parameters come from the schema of each template that has a Constraint, and from its Constraints", async () => {
  const bare = template("Bare", { rego: 'package p\n\nviolation[{"msg": "m"}] {\n\ttrue\n}\n' });
  const idle = template("Idle", { rego: 'package p\n\nviolation[{"msg": "m"}] {\n\ttrue\n}\n' });
  const text = `${source}---\n${bare}${constraint("Bare", "a", "{}")}---\n${idle}`;
  const rego: Policy = { control: "x", engine: "rego", sources: [{ path: "x.rego", text: "package x\n" }] };
  const { sources, problems } = await engines.parameters([templatePolicy(text, "cel"), rego]);
  expect(problems).toEqual([]);
  expect(sources).toEqual([
    {
      schema: {
        type: "object",
        properties: { most: { type: "integer" }, hosts: { type: "array", items: { type: "string" } } },
      },
      samples: [{ most: 1024, hosts: ["a.example"] }],
    },
    { schema: { type: "object" }, samples: [{}] },
  ]);
  expect(await engines.parameters([rego])).toEqual({ sources: [], problems: [] });
});
