import { describe, expect, it } from "vitest";
import { canTakePart } from "../../harness/compare/index.ts";
import { type LoadOptions, loadProject } from "../../harness/load/index.ts";
import { files, suite, written } from "./_gator.ts";
import { problemText, projectOf } from "./_project.ts";

const good = written("good", "good", "{violations: no}");
const text = suite([good]);
const other = Object.fromEntries(Object.entries(files).map(([path, content]) => [path.replace("s/", "o/"), content]));
const two = { ...files, "s/suite.yaml": text, ...other, "o/suite.yaml": text };

function load(all: Readonly<Record<string, string>>, options: LoadOptions = {}) {
  const { controls, ids, problems } = loadProject(projectOf(all), options);
  const judged = controls.map(({ id, cases }) => `${id}: ${cases.map(({ name }) => name).join()}`);
  return { judged, ids, problems: problems.map(problemText) };
}

/** What `assay test` asks for where paths or controls are named. */
function asked(selection: { readonly paths?: readonly string[]; readonly controls?: readonly string[] }): LoadOptions {
  const { paths } = selection;
  const near =
    paths === undefined ? {} : { near: (all: readonly string[]) => canTakePart({ paths })({ id: "", files: all }) };
  return { only: canTakePart(selection), ...near };
}

describe("suites of other tools", () => {
  it("are found wherever they lie, without a configuration, but not where dependencies do", () => {
    const hidden = { "node_modules/x/suite.yaml": text, ".git/suite.yaml": text };
    expect(load({ ...two, ...hidden })).toEqual({
      judged: ["o/team: good", "s/team: good"],
      ids: ["o/team", "s/team"],
      problems: [],
    });
  });

  it("are those that assay.yaml selects, where there is one", () => {
    expect(load({ ...two, "assay.yaml": "suites: [s/*.yaml]\n" }).judged).toEqual(["s/team: good"]);
    const none = { "rego/c/c.rego": "package c\n" };
    expect(load({ ...two, ...none, "assay.yaml": "runs: 5\n" }).ids).toEqual(["c"]);
  });

  it("of the kyverno CLI are found by their name, as it finds them, and under any that assay.yaml selects", () => {
    const policy = { apiVersion: "kyverno.io/v1", kind: "ClusterPolicy", metadata: { name: "p" }, spec: { rules: [] } };
    const results = "results: [{policy: p, resources: [a], result: pass}]";
    const test = `apiVersion: cli.kyverno.io/v1alpha1\nkind: Test\npolicies: [../p.yaml]\nresources: [a.yaml]\n${results}\n`;
    const resource = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n";
    const kyverno = { "k/p.yaml": JSON.stringify(policy), "k/.kyverno-test/a.yaml": resource };
    const put = (name: string) => ({ ...kyverno, [`k/.kyverno-test/${name}.yaml`]: test });
    expect(load(put("kyverno-test")).judged).toEqual(["k/p: ConfigMap a"]);
    expect(load(put("disabled-test")).ids).toEqual([]);
    const selected = { ...put("disabled-test"), "assay.yaml": "suites: ['**/disabled-test.yaml']\n" };
    expect(load(selected).judged).toEqual(["k/p: ConfigMap a"]);
  });

  it("must be suites where assay.yaml selects them, and globs must find some", () => {
    expect(load({ ...two, "assay.yaml": "suites: [s/*.yaml, none/*.yaml]\n" }).problems).toEqual([
      "assay.yaml:1:20: nothing-found: `none/*.yaml` selects no file (correct the glob or remove it)",
      ...["bad", "constraint", "good", "map"].map(
        (name) =>
          `s/${name}.yaml: bad-file: \`s/${name}.yaml\` is no suite of gator, kyverno or kaptest (take it out of \`suites\`)`,
      ),
      ...["template", "worse"].map(
        (name) =>
          `s/${name}.yaml: bad-file: \`s/${name}.yaml\` is no suite of gator, kyverno or kaptest (take it out of \`suites\`)`,
      ),
    ]);
  });

  it("have controls of their own names beside the project's and each other's", () => {
    const own = { "rego/team/c.rego": "package c\n", ...files };
    const atRoot = Object.fromEntries(
      Object.entries(files).map(([path, content]) => [path.replace("s/", ""), content]),
    );
    expect(load({ ...own, ...atRoot, "suite.yaml": text, "more.yaml": text }).ids).toEqual([
      "team",
      "team#2",
      "team#3",
    ]);
  });

  it("are a problem where they cannot be read, and the others are read", () => {
    const broken = text.replace("violations: no", "violations: no: no").replace("[{", "{").replace("}]}", "}}");
    expect(load({ ...two, "o/suite.yaml": broken })).toEqual({
      judged: ["s/team: good"],
      ids: ["s/team"],
      problems: [expect.stringMatching(/^o\/suite\.yaml:8:\d+: bad-yaml: this is not usable YAML/)],
    });
  });

  it("are known by what they hold where their group is misspelt", () => {
    const { problems } = load({ ...two, "o/suite.yaml": text.replace("test.gatekeeper.sh", "test.gatekeper.sh") });
    expect(problems).toEqual([
      "o/suite.yaml:1:1: bad-case: `apiVersion` must be one of test.gatekeeper.sh/v1alpha1, but is `test.gatekeper.sh/v1alpha1`",
    ]);
  });

  it("are a problem each where nothing of them can be judged, and not also that there is no control", () => {
    const { judged, problems } = load({ ...files, "s/suite.yaml": text.replace("kind: Suite", "kind: Suit") });
    expect(judged).toEqual([]);
    expect(problems).toEqual(["s/suite.yaml:2:1: bad-case: `kind` must be one of Suite, but is `Suit`"]);
  });

  it.each([
    [{ paths: ["s"] }],
    [{ paths: ["s/suite.yaml"] }],
    [{ paths: ["s/template.yaml"] }],
    [{ paths: ["s/constraint.yaml"] }],
    [{ controls: ["s/*"] }],
  ])("are read alone where %j is asked for, and what is wrong elsewhere does not stand in the way", (selection) => {
    const wrong = { ...two, "o/suite.yaml": text.replace("good.yaml", "gone.yaml").replace("violations", "violation") };
    expect(load(wrong).problems).toHaveLength(2);
    const { judged, problems } = load({ ...wrong, "o/more.yaml": suite([good], "skipped: true\n") }, asked(selection));
    expect({ judged, problems }).toEqual({ judged: ["s/team: good"], problems: [] });
  });

  it("that cannot be read are told of where the control that is asked for is not found", () => {
    const wrong = { ...two, "o/suite.yaml": text.replace("v1alpha1", "v1") };
    expect(load(wrong, asked({ controls: ["o/team"] })).problems).toHaveLength(1);
    expect(load({ ...wrong, "rego/c/c.rego": "package c\n" }, asked({ controls: ["c"] })).problems).toEqual([]);
  });

  it("say what is wrong with the one that is asked for, though nothing of it can be judged", () => {
    const wrong = { ...two, "o/suite.yaml": text.replace("v1alpha1", "v1") };
    expect(load(wrong, asked({ paths: ["o/suite.yaml"] }))).toEqual({
      judged: [],
      ids: ["s/team"],
      problems: [expect.stringContaining("o/suite.yaml:1:1: bad-case: `apiVersion` must be")],
    });
  });
});

describe("an assertion of a Suite of gator", () => {
  it.each(["true", "false", "Yes", "off"])("may not say `violations: %s`, which gator refuses", (word) => {
    expect(load({ ...files, "s/suite.yaml": suite([written("good", "good", `{violations: ${word}}`)]) })).toEqual({
      judged: ["s/team: good"],
      ids: ["s/team"],
      problems: [
        `s/suite.yaml:8:63: bad-case: \`violations\` must be yes, no or a whole number, and gator refuses \`${word}\``,
      ],
    });
  });
});
