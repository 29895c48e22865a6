package main

// labelsTemplate asks for labels, in Rego.
const labelsTemplate = `
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
          properties:
            labels: {type: array, items: {type: string}}
            hint: {type: string, default: add it}
  targets:
    - target: admission.k8s.gatekeeper.sh
      code:
        - engine: Rego
          source:
            version: v1
            rego: |
              package needslabels
              import data.lib.names
              violation contains {"msg": msg, "details": {"label": label}} if {
                some label in input.parameters.labels
                not names.own(input.review.object)[label]
                msg := sprintf("%s has no label %s: %s", [input.review.object.metadata.name, label, input.parameters.hint])
              }
            libs:
              - |
                package lib.names
                own(object) := object.metadata.labels
                own(object) := {} if not object.metadata.labels
`

// hostTemplate keeps Pods off the host's network, in CEL.
const hostTemplate = `
apiVersion: templates.gatekeeper.sh/v1
kind: ConstraintTemplate
metadata: {name: nohostnetwork}
spec:
  crd: {spec: {names: {kind: NoHostNetwork}}}
  targets:
    - target: admission.k8s.gatekeeper.sh
      code:
        - engine: K8sNativeValidation
          source:
            variables:
              - {name: own, expression: 'has(variables.anyObject.spec.hostNetwork) && variables.anyObject.spec.hostNetwork'}
            validations:
              - expression: '!variables.own'
                messageExpression: '"the Pod " + variables.anyObject.metadata.name + " is on the network of its host"'
`

const needsTeam = `
apiVersion: constraints.gatekeeper.sh/v1beta1
kind: NeedsLabels
metadata: {name: team}
spec:
  match: {kinds: [{apiGroups: [""], kinds: [Pod]}]}
  parameters: {labels: [team]}
`

const noHost = `
apiVersion: constraints.gatekeeper.sh/v1beta1
kind: NoHostNetwork
metadata: {name: pods}
spec: {match: {kinds: [{apiGroups: [""], kinds: [Pod]}]}}
`

const barePod = `
apiVersion: v1
kind: Pod
metadata: {name: bare, namespace: shop}
spec: {hostNetwork: true, containers: [{name: app, image: registry.example/app:1}]}
`

const goodPod = `
apiVersion: v1
kind: Pod
metadata: {name: good, namespace: shop, labels: {team: red}}
spec: {containers: [{name: app, image: registry.example/app:1}]}
`

// warnsOfTier, triesOwner and scopedHost act otherwise than by denying.
const warnsOfTier = `
apiVersion: constraints.gatekeeper.sh/v1beta1
kind: NeedsLabels
metadata: {name: tier}
spec:
  enforcementAction: warn
  match: {kinds: [{apiGroups: [""], kinds: [Pod]}]}
  parameters: {labels: [tier], hint: say where it belongs}
`

const triesOwner = `
apiVersion: constraints.gatekeeper.sh/v1beta1
kind: NeedsLabels
metadata: {name: owner}
spec:
  enforcementAction: dryrun
  match: {kinds: [{apiGroups: [""], kinds: [Pod]}]}
  parameters: {labels: [owner, "on-call"]}
`

const scopedHost = `
apiVersion: constraints.gatekeeper.sh/v1beta1
kind: NoHostNetwork
metadata: {name: scoped}
spec:
  enforcementAction: scoped
  scopedEnforcementActions:
    - {action: warn, enforcementPoints: [{name: validation.gatekeeper.sh}]}
    - {action: deny, enforcementPoints: [{name: gator.gatekeeper.sh}]}
    - {action: dryrun, enforcementPoints: [{name: vap.k8s.io}]}
  match: {kinds: [{apiGroups: [""], kinds: [Pod]}]}
`

// inRed is for Pods in Namespaces with a label.
const inRed = `
apiVersion: constraints.gatekeeper.sh/v1beta1
kind: NeedsLabels
metadata: {name: red}
spec:
  match:
    kinds: [{apiGroups: [""], kinds: [Pod]}]
    namespaceSelector: {matchLabels: {colour: red}}
  parameters: {labels: [red]}
`

const expandsDeployments = `
apiVersion: expansion.gatekeeper.sh/v1beta1
kind: ExpansionTemplate
metadata: {name: deployments}
spec:
  applyTo: [{groups: [apps], kinds: [Deployment], versions: [v1]}]
  templateSource: spec.template
  generatedGVK: {group: "", kind: Pod, version: v1}
`

const addsTier = `
apiVersion: mutations.gatekeeper.sh/v1
kind: AssignMetadata
metadata: {name: tier}
spec:
  match: {scope: Namespaced, kinds: [{apiGroups: [""], kinds: [Pod]}]}
  location: metadata.labels.tier
  parameters: {assign: {value: shelf}}
`

const excludesSystem = `
apiVersion: config.gatekeeper.sh/v1alpha1
kind: Config
metadata: {name: config, namespace: gatekeeper-system}
spec:
  match: [{excludedNamespaces: [sys*], processes: ["*"]}]
`

// sendsAll has the API server send every request to Gatekeeper.
const sendsAll = `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: gatekeeper-validating-webhook-configuration}
webhooks:
  - name: validation.gatekeeper.sh
    rules: [{apiGroups: ["*"], apiVersions: ["*"], resources: ["*/*"], operations: ["*"]}]
`

const redNamespace = `
apiVersion: v1
kind: Namespace
metadata: {name: red, labels: {colour: red}}
`

const shopNamespace = `
apiVersion: v1
kind: Namespace
metadata: {name: shop}
`

const systemNamespace = `
apiVersion: v1
kind: Namespace
metadata: {name: system}
`

const configMap = `
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: shop}
data: {colour: red}
`

const deployment = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {hostNetwork: true, containers: [{name: app, image: registry.example/app:1}]}
`

// bothTemplate says in which language it is judged.
const bothTemplate = `
apiVersion: templates.gatekeeper.sh/v1
kind: ConstraintTemplate
metadata: {name: both}
spec:
  crd: {spec: {names: {kind: Both}}}
  targets:
    - target: admission.k8s.gatekeeper.sh
      code:
        - engine: K8sNativeValidation
          source: {validations: [{expression: "false", message: in CEL}]}
        - engine: Rego
          source:
            rego: |
              package both
              violation[{"msg": "in Rego"}] { true }
`

const bothAll = `
apiVersion: constraints.gatekeeper.sh/v1beta1
kind: Both
metadata: {name: all}
`

// stockTemplate denies what is in the inventory already, or in no inventory at all.
const stockTemplate = `
apiVersion: templates.gatekeeper.sh/v1
kind: ConstraintTemplate
metadata: {name: stock}
spec:
  crd: {spec: {names: {kind: Stock}}}
  targets:
    - target: admission.k8s.gatekeeper.sh
      rego: |
        package stock
        violation[{"msg": msg}] {
          msg := sprintf("%v", [data.inventory])
        }
        violation[{"msg": "there is no inventory"}] {
          not data.inventory
        }
`

const stockEmpty = `
apiVersion: constraints.gatekeeper.sh/v1beta1
kind: Stock
metadata: {name: empty}
`
