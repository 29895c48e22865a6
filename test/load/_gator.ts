/** Files of a small Suite: pods must have the label that a Constraint names. */

export const template = (rego: string, more = ""): string => `apiVersion: templates.gatekeeper.sh/v1
kind: ConstraintTemplate
metadata: {name: needslabel}
spec:
  crd:
    spec:
      names: {kind: NeedsLabel}
      validation: {openAPIV3Schema: {type: object, properties: {label: {type: string}}}}
  targets:
  - target: admission.k8s.gatekeeper.sh
    rego: |
      package needslabel
${rego.replaceAll(/^/gm, "      ")}
${more}`;

export const needsLabel: string = template(`violation[{"msg": msg}] {
  not input.review.object.metadata.labels[input.parameters.label]
  msg := sprintf("label %v is missing", [input.parameters.label])
}
violation[{"msg": "nameless"}] { input.review.object.metadata.name == "nobody" }`);

export const constraint = (
  parameters: string,
  kinds = "[Pod]",
): string => `apiVersion: constraints.gatekeeper.sh/v1beta1
kind: NeedsLabel
metadata: {name: team}
spec: {match: {kinds: [{apiGroups: ["*"], kinds: ${kinds}}]}, parameters: ${parameters}}
`;

export const object = (kind: string, name: string, labels = "{}", more = ""): string =>
  `apiVersion: v1\nkind: ${kind}\nmetadata: {name: ${name}, labels: ${labels}}\n${more}`;

/** Paths lie in the folder `s`. */
export const files: Readonly<Record<string, string>> = {
  "s/template.yaml": needsLabel,
  "s/constraint.yaml": constraint("{label: team}"),
  "s/good.yaml": object("Pod", "good", "{team: a}"),
  "s/bad.yaml": object("Pod", "bad"),
  "s/worse.yaml": object("Pod", "nobody"),
  "s/map.yaml": object("ConfigMap", "map"),
};

/** A Suite of one test with these cases. */
export const suite = (cases: readonly string[], more = ""): string => `apiVersion: test.gatekeeper.sh/v1alpha1
kind: Suite
${more}tests:
- name: team
  template: template.yaml
  constraint: constraint.yaml
  cases:
${cases.map((one) => `  - ${one}\n`).join("")}`;

/** A case as it stands in a Suite, on one line. */
export const written = (name: string, file: string, assertions: string): string =>
  `{name: ${name}, object: ${file}.yaml, assertions: [${assertions}]}`;
