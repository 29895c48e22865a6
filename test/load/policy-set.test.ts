import { expect, test } from "vitest";
import { loadPolicySet, loadProject, type PathEngine } from "../../harness/load/index.ts";
import { problemText, projectOf } from "./_project.ts";

const template = "apiVersion: templates.gatekeeper.sh/v1\nkind: ConstraintTemplate\nmetadata: {name: a}\n";
const constraint = "apiVersion: constraints.gatekeeper.sh/v1beta1\nkind: A\nmetadata: {name: a}\n";
const namespace = "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n";
const suite = "apiVersion: test.gatekeeper.sh/v1alpha1\nkind: Suite\n";
const vap = "apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicy\nmetadata: {name: a}\n";
const webhook = (name: string) =>
  `apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\nmetadata: {name: a}\nwebhooks: [{name: ${name}}]\n`;
const library = {
  "p/template.yaml": template,
  "p/suite.yaml": suite,
  "p/samples/constraint.yaml": `${namespace}---\n${constraint}---\n${namespace}`,
  "p/samples/namespace.yaml": namespace,
};

function setAt(files: Readonly<Record<string, string>>, engine?: PathEngine) {
  const project = loadProject(projectOf({ "assay.yaml": "runs: 1\n", ...files }), { mayBeEmpty: true });
  expect(project.problems.map(problemText)).toEqual([]);
  const { policy, problems } = loadPolicySet(project, { path: "p", ...(engine === undefined ? {} : { engine }) });
  return { policy, problems: problems.map(problemText) };
}

test("templates at a path are Gatekeeper's, with what belongs to them on the lines that it has, and without the rest", () => {
  const { policy, problems } = setAt(library);
  expect(problems).toEqual([]);
  expect(policy).toEqual({
    control: "p",
    engine: "gatekeeper",
    sources: [
      { path: "p/samples/constraint.yaml", text: `\n\n\n---\n${constraint}` },
      { path: "p/template.yaml", text: template },
    ],
  });
});

test.for(["rego", "topdown", "cel"] as const)(
  "templates at a path for %s are what Gatekeeper makes of them",
  (engine) => {
    const { policy } = setAt(library, engine);
    expect(policy).toMatchObject({ engine, from: "gatekeeper" });
    expect(policy?.sources.map(({ path }) => path)).toEqual(["p/samples/constraint.yaml", "p/template.yaml"]);
  },
);

test("Gatekeeper's own webhook belongs to it, and no other", () => {
  const files = { ...library, "p/a.yaml": webhook("validation.gatekeeper.sh"), "p/b.yaml": webhook("other.example") };
  const paths = setAt(files).policy?.sources.map(({ path }) => path);
  expect(paths).toEqual(["p/a.yaml", "p/samples/constraint.yaml", "p/template.yaml"]);
});

test("what is written for an engine goes before templates beside it", () => {
  const both = { ...library, "p/a.rego": "package a\n", "p/vap.yaml": vap };
  expect(setAt(both, "rego").policy).toEqual({
    control: "p",
    engine: "rego",
    sources: [{ path: "p/a.rego", text: "package a\n" }],
  });
  expect(setAt(both, "cel").policy?.from).toBeUndefined();
  expect(setAt(both, "gatekeeper").policy?.engine).toBe("gatekeeper");
  expect(setAt({ "p/vap.yaml": vap }).policy).toEqual({
    control: "p",
    engine: "cel",
    sources: [{ path: "p/vap.yaml", text: vap }],
  });
});

test("a Constraint without any template is nothing of Gatekeeper's", () => {
  const files = { "p/constraint.yaml": constraint };
  expect(setAt(files, "gatekeeper").problems).toEqual(["p: nothing-found: `p` holds no ConstraintTemplate"]);
  expect(setAt(files, "rego").problems).toEqual([
    "p: nothing-found: `p` holds no .rego file and no ConstraintTemplate",
  ]);
});

test("kustomizations at a path are no policies", () => {
  const { policy } = setAt({
    "p/vap.yaml": vap,
    "p/kustomization.yaml": "resources: [vap.yaml]\n",
    "p/b/Kustomization": "a: 1\n",
  });
  expect(policy?.sources.map(({ path }) => path)).toEqual(["p/vap.yaml"]);
});
