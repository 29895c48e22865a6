/** A ConstraintTemplate, a Constraint and a gator Suite of them, as small as they show something. */
export const template = `# Which labels must be there.
apiVersion: templates.gatekeeper.sh/v1
kind: ConstraintTemplate
metadata: {name: needslabels}
spec:
  crd:
    spec:
      names: {kind: NeedsLabels}
      validation:
        openAPIV3Schema:
          type: object
          properties: {labels: {type: array, items: {type: string}}}
  targets:
    - target: admission.k8s.gatekeeper.sh
      rego: |
        package needslabels

        violation[{"msg": msg}] {
          label := input.parameters.labels[_]
          not input.review.object.metadata.labels[label]
          msg := sprintf("label %v is missing", [label])
        }
`;

export const constraint = `apiVersion: constraints.gatekeeper.sh/v1beta1
kind: NeedsLabels
metadata: {name: owner}
spec:
  match: {kinds: [{apiGroups: [""], kinds: [Namespace]}]}
  parameters: {labels: [owner, team]}
`;

export const suite = `apiVersion: test.gatekeeper.sh/v1alpha1
kind: Suite
metadata: {name: labels}
tests:
  - name: owners
    template: template.yaml
    constraint: constraint.yaml
    cases:
      # Both are there.
      - name: all labels
        object: samples/all.yaml
        assertions: [{violations: no}]
      - name: no label
        object: samples/none.yaml
        assertions: [{violations: yes}]
      - name: one label
        object: samples/one.yaml
        assertions: [{violations: 1, message: team}]
      - name: something else
        object: samples/pod.yaml
        assertions: [{violations: no}]
`;

export const namespace = (name: string, labels: string): string => `# A namespace.
apiVersion: v1
kind: Namespace
metadata:
  name: ${name} # its name
  labels: {${labels}}
`;

/** The Suite with all that it names, in a repository. */
export const gatorRepository: Readonly<Record<string, string>> = {
  "tests/labels/suite.yaml": suite,
  "tests/labels/template.yaml": template,
  "tests/labels/constraint.yaml": constraint,
  "tests/labels/samples/all.yaml": namespace("all", "team: a, owner: b"),
  "tests/labels/samples/none.yaml": namespace("none", ""),
  "tests/labels/samples/one.yaml": namespace("one", "owner: b"),
  "tests/labels/samples/pod.yaml":
    "apiVersion: v1\nkind: Pod\nmetadata: {name: pod}\nspec: {containers: [{name: app, image: app}]}\n",
};
