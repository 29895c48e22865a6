import { describe, expect, test } from "vitest";
import { loadProject } from "../../harness/load/index.ts";
import { oneControl, pod, problemText, projectOf } from "./_project.ts";

const rego = "package a\n";
const problemsOf = (files: Parameters<typeof projectOf>[0]) => loadProject(projectOf(files)).problems.map(problemText);

describe("a project", () => {
  test("is found in its folders, sorted by control, with a policy for each engine", () => {
    const root = projectOf({
      "rego/lib/deep/shared.rego": "package lib\n",
      "rego/lib/shared_test.rego": "package lib_test\n",
      "rego/b/policy.rego": rego,
      "rego/b/policy_test.rego": "package a_test\n",
      "rego/b/data.json": "{}",
      "cel/a/policy.yaml": "kind: ValidatingAdmissionPolicy\n",
      "podsecurity/b/settings.yml": "checks: [privileged]\n",
      "cases/b/deny/x.yaml": pod,
      "cases/c/deny/x.yaml": pod,
      "rego/.hidden/policy.rego": rego,
    });
    const { controls, problems } = loadProject(root);
    expect(problems).toEqual([]);
    expect(controls.map(({ id, cases }) => [id, cases.length])).toEqual([
      ["a", 0],
      ["b", 1],
      ["c", 1],
    ]);
    expect(controls.flatMap(({ policies }) => policies)).toEqual([
      {
        control: "a",
        engine: "cel",
        sources: [{ path: "cel/a/policy.yaml", text: "kind: ValidatingAdmissionPolicy\n" }],
      },
      {
        control: "b",
        engine: "rego",
        sources: [{ path: "rego/b/policy.rego", text: rego }],
        library: [{ path: "rego/lib/deep/shared.rego", text: "package lib\n" }],
      },
      {
        control: "b",
        engine: "podsecurity",
        sources: [{ path: "podsecurity/b/settings.yml", text: "checks: [privileged]\n" }],
      },
    ]);
  });

  test("passes over kustomizations among policies, which say how policies are applied", () => {
    const cel = "kind: ValidatingAdmissionPolicy\n";
    const kustomization = "resources: [policy.yaml]\n";
    const root = projectOf({
      "assay.yaml": "controls: [{id: listed, cel: [more/*.y*ml]}]\n",
      "cel/kustomization.yaml": kustomization,
      "cel/a/policy.yaml": cel,
      "cel/a/kustomization.yaml": kustomization,
      "cel/only/kustomization.yml": kustomization,
      "gatekeeper/a/Kustomization": kustomization,
      "more/vap.yml": cel,
      "more/kustomization.yml": kustomization,
      "cases/a/deny/kustomization.yaml": pod,
    });
    const { controls, problems } = loadProject(root);
    expect(problems).toEqual([]);
    expect(controls.map(({ id, cases }) => [id, cases.length])).toEqual([
      ["a", 1],
      ["listed", 0],
    ]);
    expect(
      controls.flatMap(({ policies }) => policies.flatMap(({ sources }) => sources.map(({ path }) => path))),
    ).toEqual(["cel/a/policy.yaml", "more/vap.yml"]);
  });

  test("is read only where it is asked for", () => {
    const files = {
      "rego/a/p.rego": rego,
      "rego/b/p.rego": rego,
      "cases/a/deny/x.yaml": pod,
      "cases/b/deny/x.yaml": "a: b: c\n",
    };
    const asked: string[][] = [];
    const { ids, controls, problems } = loadProject(projectOf(files), {
      only: ({ id, files: paths }) => asked.push([...paths]) > 0 && id === "a",
    });
    expect([ids, controls.map(({ id }) => id), problems]).toEqual([["a", "b"], ["a"], []]);
    expect(asked).toEqual([
      ["rego/a/p.rego", "cases/a/deny/x.yaml"],
      ["rego/b/p.rego", "cases/b/deny/x.yaml"],
    ]);
  });

  test("is laid out as assay.yaml says", () => {
    const root = projectOf({
      "assay.yaml": `policies: {rego: policies/}
library: shared
engines: [rego, topdown]
kubernetes: "1.33"
rego: {version: v0, shape: gatekeeper, entrypoints: [violation]}
data: [data/*.yaml]
controls:
  - id: elsewhere
    rego: ["src/*/x.rego"]
    cases: ["tests/**/*.yaml"]
`,
      "policies/here/p.rego": rego,
      "shared/lib.rego": "package lib\n",
      "data/one.yaml": "a: yes\n",
      "data/two.yaml": "b: {c: 1}\n",
      "src/k/x.rego": rego,
      "src/k/x_test.rego": rego,
      "tests/k/deny/one.yaml": pod,
      "tests/two.case.yaml": "case: two\nrequest: {object: {kind: Pod}}\nexpect: {decision: allow}\n",
      "cases/here/allow/x.yaml": pod,
      "cases/elsewhere/allow/replaced.yaml": pod,
    });
    const { config, controls, problems } = loadProject(root);
    expect(problems).toEqual([]);
    expect(config.kubernetes).toBe("1.33");
    expect(
      controls.map(({ id, cases, policies }) => [
        id,
        cases.map(({ name }) => name),
        policies.map(({ engine }) => engine),
      ]),
    ).toEqual([
      ["elsewhere", ["one", "two"], ["rego", "topdown"]],
      ["here", ["x"], ["rego", "topdown"]],
    ]);
    expect(controls[0]?.policies[1]).toEqual({
      control: "elsewhere",
      engine: "topdown",
      sources: [{ path: "src/k/x.rego", text: rego }],
      library: [{ path: "shared/lib.rego", text: "package lib\n" }],
      data: { a: true, b: { c: 1 } },
      entrypoints: ["violation"],
      shape: "gatekeeper",
      v0: true,
    });
  });

  test.for([
    ["an unknown key", "policy: {}\n", "assay.yaml:1:1: bad-config: unknown key `policy` (did you mean `policies`?)"],
    [
      "an unknown engine",
      "engines: [rego, opa]\n",
      "assay.yaml:1:17: bad-config: `engines[1]` must be one of rego, topdown, cel, podsecurity, gatekeeper, kyverno, command, cluster, but is `opa`",
    ],
    [
      "a release that is a number",
      "kubernetes: 1.3\n",
      'assay.yaml:1:1: bad-config: `kubernetes` must be text, but is the number 1.3 (write it as text, such as "1.37")',
    ],
    [
      "a control without an id",
      "controls:\n  - rego: [a.rego]\n",
      "assay.yaml:2:5: bad-config: `controls[0].id` is missing",
    ],
    [
      "broken YAML",
      "a: b: c\n",
      "assay.yaml:1:5: bad-yaml: this is not usable YAML: `:` follows a complete value: put the value in quotes, or correct the indentation of this line",
    ],
    [
      "two documents",
      "engines: [rego]\n---\nengines: [cel]\n",
      "assay.yaml:3: bad-config: `assay.yaml` has more than one document",
    ],
  ] as [string, string, string][])("with %s in assay.yaml has a problem and judges nothing", ([, text, problem]) => {
    const { controls, problems } = loadProject(projectOf({ "assay.yaml": text, "rego/a/p.rego": rego }));
    expect(problems.map(problemText)).toEqual([problem]);
    expect(controls).toEqual([]);
  });

  test("that says nothing in assay.yaml has the defaults", () => {
    expect(problemsOf({ "assay.yaml": "# nothing yet\n", "rego/a/p.rego": rego })).toEqual([]);
  });

  test("whose configuration is not there has a problem", () => {
    expect(loadProject(projectOf({}), { config: "other.yaml" }).problems.map(problemText)).toEqual([
      "other.yaml: bad-file: `other.yaml` cannot be read: there is no such file",
    ]);
    expect(loadProject("no/such/folder").problems.map(({ code }) => code)).toEqual(["bad-file"]);
  });
});

describe("nothing selected is a problem", () => {
  test("a project without controls", () => {
    expect(problemsOf({ "README.md": "words" })).toEqual([
      "nothing-found: there is no control: no folder of a control in `rego/`, `cel/`, `podsecurity/`, `gatekeeper/`, `cases/`, and no suite of gator, kyverno or kaptest (run in the root of a repository of policies, or write `assay.yaml`)",
    ]);
  });

  test("a glob without files, a named folder that is not there, an engine without policies", () => {
    const files = {
      "rego/a/p.rego": rego,
      "assay.yaml":
        "cases: test/cases\nengines: [rego, cel]\ncontrols:\n  - id: b\n    rego: [rego/a/*.rego]\n    cases:\n      - b/**/*.yaml\n",
    };
    expect(problemsOf(files)).toEqual([
      "assay.yaml:1:1: nothing-found: the folder `test/cases` is not there (create it, or remove `cases`)",
      "assay.yaml:7:9: nothing-found: `b/**/*.yaml` selects no file (correct the glob or remove it)",
      "assay.yaml:2:17: nothing-found: no control has a policy for the engine `cel` (remove it from `engines`, or write a policy for it)",
    ]);
  });

  test("a file that belongs to no control", () => {
    expect(
      problemsOf({ "rego/a/p.rego": rego, "cases/lost.yaml": pod, "rego/lost.rego": rego, "rego/README.md": "" }),
    ).toEqual([
      "rego/lost.rego: bad-file: `rego/lost.rego` belongs to no control (move it into `rego/<control>/`)",
      "cases/lost.yaml: bad-file: `cases/lost.yaml` belongs to no control (move it into `cases/<control>/`)",
    ]);
  });

  test("nothing of what `controls` does not say: it lies in the folders", () => {
    const root = projectOf({
      "assay.yaml": "controls:\n  - id: a\n    rego: [policies/a.rego]\n",
      "policies/a.rego": rego,
      "rego/a/old.rego": rego,
      "cases/a/deny/x.yaml": pod,
    });
    const { controls, problems } = loadProject(root);
    expect(problems).toEqual([]);
    expect(controls.map(({ policies, cases }) => [policies[0]?.sources[0]?.path, cases.length])).toEqual([
      ["policies/a.rego", 1],
    ]);
  });

  test("a file beside the folders of controls that `controls` does not name", () => {
    const config = "controls:\n  - id: flat\n    rego: [rego/flat.rego]\n    cases: [tests/deny/*.yaml]\n";
    const files = { "rego/flat.rego": rego, "rego/lost.rego": rego, "tests/deny/a.yaml": pod };
    expect(problemsOf({ "assay.yaml": config, ...files })).toEqual([
      "rego/lost.rego: bad-file: `rego/lost.rego` belongs to no control (move it into `rego/<control>/`)",
    ]);
  });
});

describe("nothing outside the project is read", () => {
  test.for(["../other/*.rego", "/etc/*.rego", "a/../../b.rego"])("the glob %s leads out", (glob) => {
    expect(
      problemsOf({ "assay.yaml": `controls:\n  - id: a\n    rego: ["${glob}"]\n`, "rego/b/p.rego": rego }),
    ).toEqual([
      `assay.yaml:3:12: bad-config: \`${glob}\` leads out of the project (name paths below the folder of assay.yaml)`,
    ]);
  });

  test("a folder that leads out", () => {
    expect(problemsOf({ "assay.yaml": "cases: ../cases\n", "rego/b/p.rego": rego })).toEqual([
      "assay.yaml:1:1: bad-config: `../cases` leads out of the project (name a folder below the folder of assay.yaml)",
    ]);
  });

  test("symbolic links that lead out, nowhere or in a circle are problems; the others are followed", () => {
    const outside = projectOf({ "secret.yaml": pod });
    const root = oneControl({
      "allow/good.yaml": pod,
      "deny/link.yaml": { link: "../allow/good.yaml" },
      "deny/circle": { link: "../../c" },
      "deny/lost.yaml": { link: "nowhere.yaml" },
      "deny/self.yaml": { link: "self.yaml" },
      "deny/out.yaml": { link: `${outside}/secret.yaml` },
      "deny/outside": { link: outside },
    });
    const { controls, problems } = loadProject(root);
    expect(problems.map(problemText)).toEqual([
      "cases/c/deny/circle: bad-file: the symbolic link `cases/c/deny/circle` leads to a folder that contains it (remove the link; what lies behind it was read once)",
      "cases/c/deny/lost.yaml: bad-file: `cases/c/deny/lost.yaml` cannot be followed: there is no such file",
      "cases/c/deny/out.yaml: bad-file: the symbolic link `cases/c/deny/out.yaml` leads out of the project (copy what it leads to into the project)",
      "cases/c/deny/outside: bad-file: the symbolic link `cases/c/deny/outside` leads out of the project (copy what it leads to into the project)",
      "cases/c/deny/self.yaml: bad-file: `cases/c/deny/self.yaml` cannot be followed: its symbolic links lead in a circle",
    ]);
    expect(controls[0]?.cases.map(({ name }) => name)).toEqual(["good", "link"]);
  });
});

describe("data", () => {
  test("that two files name, or that is no mapping, is a problem", () => {
    const files = {
      "assay.yaml": "data: [d/*]\n",
      "rego/a/p.rego": rego,
      "d/1.yaml": "x: 1\n",
      "d/2.json": '{"x": 2}',
      "d/3.yaml": "- 1\n",
      "d/4.yaml": "",
    };
    expect(problemsOf(files)).toEqual([
      "d/2.json: bad-config: `data.x` is in `d/1.yaml` and in `d/2.json`",
      "d/3.yaml:1:1: bad-file: data must be a mapping, as its keys stand below `data`",
      "d/4.yaml: bad-file: `d/4.yaml` must hold one document of data",
    ]);
  });
});
