import { expect } from "vitest";
import type { Engines } from "../../harness/engine/index.ts";
import type { JsonObject, Judge, Policy, Request, Verdict, World } from "../../harness/model/index.ts";

/** The judges of a template: Gatekeeper, its Rego as WASM and by topdown, and the admission policy that Gatekeeper makes of it. */
export const judgeNames = ["gatekeeper", "rego", "topdown", "cel"] as const;
export type JudgeName = (typeof judgeNames)[number];

/** What a template is written in; texts are indented to where they stand. */
export interface Code {
  readonly rego?: string;
  /** A single validation. */
  readonly cel?: { readonly expression: string; readonly messageExpression: string };
  /** Properties of `spec.parameters`, in flow style. */
  readonly parameters?: string;
}

/** A ConstraintTemplate for Constraints of the kind. */
export function template(kind: string, { rego, cel, parameters = "{}" }: Code): string {
  const codes = [
    ...(cel === undefined ? [] : [{ engine: "K8sNativeValidation", source: { validations: [{ ...cel }] } }]),
    ...(rego === undefined ? [] : [{ engine: "Rego", source: { rego } }]),
  ];
  return `apiVersion: templates.gatekeeper.sh/v1
kind: ConstraintTemplate
metadata: {name: ${kind.toLowerCase()}}
spec:
  crd:
    spec:
      names: {kind: ${kind}}
      validation: {openAPIV3Schema: {type: object, properties: ${parameters}}}
  targets:
    - target: admission.k8s.gatekeeper.sh
      code: ${JSON.stringify(codes)}
`;
}

/** A Constraint; `spec` is in flow style. */
export function constraint(kind: string, name: string, spec: string): string {
  return `---
apiVersion: constraints.gatekeeper.sh/v1beta1
kind: ${kind}
metadata: {name: ${name}}
spec: ${spec}
`;
}

/** Sources in one file, for Gatekeeper or for what is made of them. */
export function templatePolicy(text: string, engine: JudgeName = "gatekeeper", more: Partial<Policy> = {}): Policy {
  const from = engine === "gatekeeper" ? {} : { from: "gatekeeper" as const };
  return { control: "x", engine, sources: [{ path: "templates.yaml", text }], ...from, ...more };
}

/** Compiles sources that nothing is wrong with. */
export async function judgeOf(engines: Engines, policy: Policy): Promise<Judge> {
  const { judge, problems } = await engines.get(policy.engine).compile([policy]);
  expect(problems).toEqual([]);
  return judge as Judge;
}

/** What all judges say of one request, by their names. */
export async function allSay(
  engines: Engines,
  text: string,
  request: Request,
  world: World = {},
): Promise<Readonly<Record<JudgeName, Verdict>>> {
  const said = await Promise.all(
    judgeNames.map(async (name) => {
      const judge = await judgeOf(engines, templatePolicy(text, name));
      return [name, await judge(request, world)] as const;
    }),
  );
  return Object.fromEntries(said) as Record<JudgeName, Verdict>;
}

/** A request to create a ConfigMap. */
export function configMap(metadata: JsonObject, more: JsonObject = {}): Request {
  const json = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a", ...metadata }, ...more };
  return { operation: "CREATE", object: { json } };
}

/** A template that asks for a label, alike in both languages, with a Constraint for ConfigMaps. */
export function needsLabel(spec: string): string {
  return needsLabelTemplate + constraint("NeedsLabel", "owner", spec);
}

const needsLabelTemplate = template("NeedsLabel", {
  parameters: "{label: {type: string}}",
  cel: {
    expression: "variables.params.label in variables.anyObject.metadata.?labels.orValue({})",
    messageExpression: '"the label " + variables.params.label + " is missing"',
  },
  rego: `package needslabel

violation[{"msg": msg}] {
	label := input.parameters.label
	not input.review.object.metadata.labels[label]
	msg := sprintf("the label %v is missing", [label])
}
`,
});
