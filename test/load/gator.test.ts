import { afterAll, describe, expect, it } from "vitest";
import { runCases } from "../../harness/compare/index.ts";
import { type Engines, openEngines } from "../../harness/engine/index.ts";
import { openRoot } from "../../harness/load/_root.ts";
import { readGator } from "../../harness/load/foreign/gator.ts";
import { constraint, files, object, suite, template, written } from "./_gator.ts";
import { problemText, projectOf } from "./_project.ts";

function read(text: string, others: Readonly<Record<string, string>> = {}) {
  const root = openRoot(projectOf({ ...files, ...others, "s/suite.yaml": text }));
  const { controls, problems } = readGator(root, "s/suite.yaml");
  return { controls, problems: problems.map(problemText) };
}

const opened: Engines[] = [];
afterAll(() => {
  for (const engines of opened) engines.close();
});

/** What `assay test` would say of each case: passed, with its note, why it was skipped, or how it differs. */
async function judged(text: string, others: Readonly<Record<string, string>> = {}) {
  const { controls, problems } = read(text, others);
  expect(problems).toEqual([]);
  const engines = openEngines();
  opened.push(engines);
  const run = await runCases(controls, engines, { engines: ["gatekeeper", "rego"] });
  expect(run.problems).toEqual([]);
  return Object.fromEntries(
    run.outcomes.map(({ control, case: name, engine, status, note, reason, finding }) => {
      const said = finding?.kind === "wrong-verdict" ? finding.differences.join() : (note ?? reason ?? status);
      return [`${control} › ${name} [${engine}]`, said];
    }),
  );
}

describe("a Suite of gator", () => {
  it("is a control for each test, with the forms of its template, and is judged by Gatekeeper", async () => {
    const text = suite([written("good", "good", "{violations: no}"), written("bad", "bad", "{violations: yes}")]);
    const [control] = read(text).controls;
    expect(control?.id).toBe("s/team");
    expect(control?.policies.map(({ engine, from }) => [engine, from])).toEqual([
      ["gatekeeper", undefined],
      ["rego", "gatekeeper"],
      ["topdown", "gatekeeper"],
    ]);
    expect(await judged(text)).toEqual({
      "s/team › good [gatekeeper]": "passed",
      "s/team › bad [gatekeeper]": "passed",
    });
  });

  it("fails where there are other violations than asserted", async () => {
    const text = suite([
      written("none", "good", "{violations: yes}"),
      written("some", "bad", "{violations: no}"),
      written("number", "worse", "{violations: 1}"),
      written("words", "bad", '{violations: yes, message: "nameless"}'),
    ]);
    expect(await judged(text)).toEqual({
      "s/team › none [gatekeeper]": "expected deny, got allow",
      "s/team › some [gatekeeper]": "expected allow, got deny: `label team is missing`",
      "s/team › number [gatekeeper]": "expected 1 violation, got 2 among `label team is missing`, `nameless`",
      "s/team › words [gatekeeper]":
        "expected at least one violation whose message matches `nameless`, got none among `label team is missing`",
    });
  });

  it("counts what a regular expression matches, also that there is none of it beside others", async () => {
    const text = suite([
      written("exact", "worse", '{violations: 2}, {violations: 1, message: "^label \\\\w+ is"}'),
      written("beside", "bad", '{violations: no, message: "nameless"}'),
      written("default", "bad", '{message: "missing$"}'),
    ]);
    expect(await judged(text)).toEqual({
      "s/team › exact [gatekeeper]": "passed",
      "s/team › beside [gatekeeper]": "passed",
      "s/team › default [gatekeeper]": "passed",
    });
  });

  it("notes what passes only because nothing matched, and fails what should have been denied", async () => {
    const text = suite([written("free", "map", "{violations: no}"), written("caught", "map", "{violations: yes}")]);
    const said = await judged(text);
    expect(said["s/team › free [gatekeeper]"]).toMatch(/^nothing applied: /);
    expect(said["s/team › caught [gatekeeper]"]).toMatch(/^expected deny, got skip: /);
  });

  it("takes an AdmissionReview as the request that it holds", async () => {
    const text = suite([written("remote", "review", "{violations: yes, message: deleted}")]);
    const review = `apiVersion: admission.k8s.io/v1
kind: AdmissionReview
request:
  uid: u
  operation: DELETE
  kind: {group: "", version: v1, kind: Pod}
  resource: {group: "", version: v1, resource: pods}
  name: bad
  namespace: default
  userInfo: {username: ann}
  oldObject: {apiVersion: v1, kind: Pod, metadata: {name: bad, namespace: default}}
`;
    const rego = 'violation[{"msg": "deleted"}] { input.review.operation == "DELETE" }';
    expect(await judged(text, { "s/review.yaml": review, "s/template.yaml": template(rego) })).toEqual({
      "s/team › remote [gatekeeper]": "passed",
    });
  });

  it("has the inventory of a case, and of that case alone", async () => {
    const rego =
      'violation[{"msg": "taken"}] { data.inventory.cluster["v1"].Namespace[input.review.object.metadata.name] }';
    const inventory = "{name: with, object: bad.yaml, inventory: [taken.yaml], assertions: [{violations: yes}]}";
    const text = suite([inventory, written("without", "bad", "{violations: no}")]);
    const others = { "s/template.yaml": template(rego), "s/taken.yaml": object("Namespace", "bad") };
    expect(await judged(text, others)).toEqual({
      "s/team › with [gatekeeper]": "passed",
      "s/team › without [gatekeeper]": "passed",
    });
  });

  it("judges what an expansion makes of the object", async () => {
    const expansion = `apiVersion: expansion.gatekeeper.sh/v1beta1
kind: ExpansionTemplate
metadata: {name: deployments}
spec:
  applyTo: [{groups: [apps], versions: [v1], kinds: [Deployment]}]
  templateSource: spec.template
  generatedGVK: {group: "", version: v1, kind: Pod}
`;
    const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: app, namespace: default}
spec: {template: {metadata: {labels: {app: a}}, spec: {containers: [{name: a, image: a}]}}}
`;
    const text = suite([written("implied", "deployment", "{violations: yes, message: team}")]).replace(
      "  cases:",
      "  expansion: expansion.yaml\n  cases:",
    );
    expect(await judged(text, { "s/expansion.yaml": expansion, "s/deployment.yaml": deployment })).toEqual({
      "s/team › implied [gatekeeper]": "passed",
    });
  });

  it("is skipped as a whole, by the test, or by the case", async () => {
    const one = written("one", "bad", "{violations: no}");
    const skipped = "{name: own, skip: true, object: bad.yaml, assertions: [{violations: no}]}";
    expect(await judged(suite([one], "skip: true\n"))).toEqual({ "s/team › one [gatekeeper]": "the suite says skip" });
    expect(await judged(suite([one]).replace("  cases:", "  skip: true\n  cases:"))).toEqual({
      "s/team › one [gatekeeper]": "the test says skip",
    });
    expect(await judged(suite([skipped, written("other", "good", "{violations: no}")]))).toEqual({
      "s/team › own [gatekeeper]": "the case says skip",
      "s/team › other [gatekeeper]": "passed",
    });
  });

  it("that is `invalid` passes where the Constraint does not fit its template, and for no other reason", async () => {
    const text = suite([]).replace("  cases:\n", "  invalid: true\n");
    const name = "s/team › the Constraint does not fit its template [gatekeeper]";
    expect(await judged(text, { "s/constraint.yaml": constraint("{label: 7}") })).toEqual({ [name]: "passed" });
    expect(await judged(text)).toEqual({ [name]: "expected its parameters to be refused, and they are taken" });
    const said = await judged(text, { "s/template.yaml": template("violation[{") });
    expect(said[name]).toMatch(/^expected its parameters to be refused, and what is refused is something else: /);
  });

  it("numbers cases of one name", () => {
    const one = written("twice", "good", "{violations: no}");
    const [control] = read(suite([one, one])).controls;
    expect(control?.cases.map(({ name }) => name)).toEqual(["twice", "twice#2"]);
  });
});

describe("a problem with its line is", () => {
  const good = written("good", "good", "{violations: no}");
  const problemsOf = (text: string, others: Readonly<Record<string, string>> = {}): readonly string[] =>
    read(text, others).problems;

  it("a key that means nothing, and the rest runs", () => {
    const { controls, problems } = read(suite([written("bad", "bad", "{violation: no}"), good]));
    expect(problems).toEqual([
      "s/suite.yaml:8:49: bad-case: unknown key `violation` in `tests[0].cases[0].assertions[0]` (did you mean `violations`?)",
    ]);
    expect(controls[0]?.cases).toHaveLength(2);
  });

  it("a file that is not there, whoever names it", () => {
    const text = suite([written("gone", "gone", "{violations: no}"), good]);
    const hint = "(correct the path: it is relative to the folder of the file that names it)";
    expect(problemsOf(text)).toEqual([`s/suite.yaml:8:18: bad-file: there is no file \`s/gone.yaml\` ${hint}`]);
    expect(problemsOf(text.replace("template.yaml", "none.yaml"))).toEqual([
      `s/suite.yaml:5:3: bad-file: there is no file \`s/none.yaml\` ${hint}`,
    ]);
    expect(problemsOf(text.replace("constraint.yaml", "none.yaml"))).toEqual([
      `s/suite.yaml:6:3: bad-file: there is no file \`s/none.yaml\` ${hint}`,
    ]);
  });

  it("a file of another kind", () => {
    expect(problemsOf(suite([good]).replace("template: template", "template: constraint"))).toEqual([
      "s/suite.yaml:5:3: bad-case: `constraint.yaml` is no template: it is a `NeedsLabel` of `constraints.gatekeeper.sh/v1beta1`",
    ]);
    expect(problemsOf(suite([good]).replace("constraint: constraint", "constraint: template"))).toEqual([
      "s/suite.yaml:6:3: bad-case: `template.yaml` is no constraint: it is a `ConstraintTemplate` of `templates.gatekeeper.sh/v1`",
    ]);
  });

  it("more than one document where one is meant", () => {
    const two = `${files["s/good.yaml"]}---\n${files["s/bad.yaml"]}`;
    expect(problemsOf(suite([good]), { "s/good.yaml": two })).toEqual([
      "s/suite.yaml:8:18: bad-case: `good.yaml` holds 2 objects, and a case is about one (put the others into a file for `inventory`)",
    ]);
    const constraints = `${files["s/constraint.yaml"]}---\n${files["s/constraint.yaml"]}`;
    expect(problemsOf(suite([good]), { "s/constraint.yaml": constraints })).toEqual([
      "s/suite.yaml:6:3: bad-case: `constraint` must be a file of one document, and `constraint.yaml` has 2",
    ]);
  });

  it("a test without cases, and a case without assertions", () => {
    expect(problemsOf(suite([]).replace("  cases:\n", ""))).toEqual([
      "s/suite.yaml:4:3: bad-case: the test `team` has no case (write cases, or remove the test)",
    ]);
    expect(problemsOf(suite([written("good", "good", "")]))).toEqual([
      "s/suite.yaml:8:5: bad-case: the case asserts nothing (say `assertions: [{violations: yes}]`, or no)",
    ]);
  });

  it("a regular expression that is none in Go", () => {
    const [problem] = problemsOf(suite([written("good", "good", '{violations: no, message: "(?=x)"}')]));
    expect(problem).toMatch(/^s\/suite\.yaml:8:\d+: bad-case: `message` is no regular expression: /);
  });

  it("an `invalid` test that has cases", () => {
    expect(problemsOf(suite([good]).replace("  cases:", "  invalid: true\n  cases:"))).toEqual([
      "s/suite.yaml:4:3: bad-case: the test `team` is `invalid` and has cases, which would not run (remove one of the two)",
    ]);
  });

  it("an AdmissionReview without a request", () => {
    const review = "apiVersion: admission.k8s.io/v1\nkind: AdmissionReview\nresponse: {uid: u, allowed: true}\n";
    expect(problemsOf(suite([good]), { "s/good.yaml": review })).toEqual([
      "s/good.yaml:1: bad-case: this is no request: the answer of a webhook, without the request",
    ]);
  });
});
