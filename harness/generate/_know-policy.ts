import { anyText, label, labelKey, number, oneOf, port, subdomain, text, values } from "./_form.ts";
import { always, type Knowledge, type KnownField, may, must, never, seldom, some } from "./_known.ts";

const expression = must(oneOf("true", "1 < 2", "object != null"));
const groups = some(2, text(/^([a-z0-9]([-a-z0-9.]*[a-z0-9])?|\*)?$/, "", "apps", "*", "batch"));
const resources = some(
  2,
  oneOf("pods", "pods/ephemeralcontainers", "deployments", "*", "*/*", "pods/*", "secrets", "namespaces"),
);
const rule = {
  fields: {
    apiGroups: groups,
    apiVersions: some(1, oneOf("v1", "*")),
    operations: some(2, oneOf("CREATE", "UPDATE", "DELETE", "*")),
    resourceNames: may(subdomain, { length: [1, 1] }),
    resources,
    scope: may(oneOf("*", "Namespaced", "Cluster")),
  },
};
const failurePolicy: KnownField = { chance: 0.4, form: oneOf("Fail", "Ignore") };
const matchPolicy = may(oneOf("Exact", "Equivalent"));
const webhook = {
  fields: {
    admissionReviewVersions: some(1, oneOf("v1", "v1beta1")),
    failurePolicy,
    matchPolicy,
    name: must(
      text(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?){2,4}$/, "a.example.com", "b.example.com"),
    ),
    reinvocationPolicy: may(oneOf("Never", "IfNeeded")),
    rules: { chance: 0.8 },
    sideEffects: must(oneOf("None", "NoneOnDryRun")),
    timeoutSeconds: may(number(1, 30, 10)),
  },
};
const paramRef = {
  union: ["name", "selector"],
  fields: { name: may(subdomain), namespace: may(label), parameterNotFoundAction: must(oneOf("Allow", "Deny")) },
};

/** RBAC, admission policies and webhooks. */
export const policyKnowledge: Knowledge = {
  "rbac.v1.PolicyRule": {
    fields: {
      apiGroups: groups,
      nonResourceURLs: seldom(oneOf("/metrics", "/healthz/*", "*")),
      resourceNames: may({ ...anyText, texts: ["a", "admin"] }),
      resources: some(2, text(/^\S{1,60}$/, "pods", "secrets", "*", "pods/exec", "deployments")),
      verbs: some(
        3,
        text(
          /^\S{1,30}$/,
          "get",
          "list",
          "watch",
          "create",
          "update",
          "delete",
          "*",
          "escalate",
          "bind",
          "impersonate",
        ),
      ),
    },
  },
  "rbac.v1.Role": { fields: { rules: { chance: 0.9 } } },
  "rbac.v1.ClusterRole": { fields: { rules: { chance: 0.9 } } },
  "rbac.v1.AggregationRule": { fields: { clusterRoleSelectors: some(1) } },
  "rbac.v1.RoleBinding": { fields: { subjects: { chance: 0.9 } } },
  "rbac.v1.ClusterRoleBinding": { fields: { subjects: { chance: 0.9 } } },
  "rbac.v1.RoleRef": {
    fields: {
      apiGroup: { chance: 0.5, form: oneOf("rbac.authorization.k8s.io") },
      kind: must(oneOf("ClusterRole", "Role")),
      name: must(text(/^[a-z][-a-z0-9:.]{0,60}[a-z0-9]$/, "cluster-admin", "admin", "edit", "view", "system:node")),
    },
  },
  "rbac.v1.Subject": {
    fields: {
      apiGroup: never,
      kind: must(oneOf("User", "Group", "ServiceAccount")),
      name: must(
        text(
          /^[a-z0-9][-a-z0-9.:]{0,60}$/,
          "default",
          "dev",
          "system:anonymous",
          "system:authenticated",
          "system:unauthenticated",
          "system:masters",
        ),
      ),
      namespace: never,
    },
  },
  "admissionregistration.v1.ValidatingWebhookConfiguration": { fields: { webhooks: { chance: 0.9 } } },
  "admissionregistration.v1.MutatingWebhookConfiguration": { fields: { webhooks: { chance: 0.9 } } },
  "admissionregistration.v1.ValidatingWebhook": webhook,
  "admissionregistration.v1.MutatingWebhook": webhook,
  "admissionregistration.v1.WebhookClientConfig": {
    union: ["service", "url"],
    fields: { caBundle: never, url: may(oneOf("https://example.com/hook", "https://10.0.0.1:8443/")) },
  },
  "admissionregistration.v1.ServiceReference": {
    fields: { name: must(label), namespace: must(label), path: may(oneOf("/", "/validate")), port: may(port) },
  },
  "admissionregistration.v1.RuleWithOperations": rule,
  "admissionregistration.v1.NamedRuleWithOperations": rule,
  "admissionregistration.v1.MatchResources": {
    fields: { matchPolicy, resourceRules: { chance: 0.9, length: [1, 2] } },
  },
  "admissionregistration.v1.MatchCondition": { fields: { expression, name: must(labelKey) } },
  "admissionregistration.v1.ValidatingAdmissionPolicySpec": {
    fields: { failurePolicy, matchConstraints: always, validations: { chance: 1, length: [1, 2] } },
  },
  "admissionregistration.v1.Validation": {
    fields: {
      expression,
      message: may({ ...label, texts: ["not allowed"] }),
      messageExpression: may(values("'not allowed'")),
      reason: may(oneOf("Forbidden", "Invalid", "RequestEntityTooLarge")),
    },
  },
  "admissionregistration.v1.AuditAnnotation": { fields: { key: must(label), valueExpression: must(oneOf("'a'")) } },
  "admissionregistration.v1.Variable": { fields: { expression, name: must(text(/^[a-z]{1,2}$/, "a", "b")) } },
  "admissionregistration.v1.ParamKind": { fields: { apiVersion: must(oneOf("v1")), kind: must(oneOf("ConfigMap")) } },
  "admissionregistration.v1.ParamRef": paramRef,
  "admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec": {
    fields: { policyName: must(subdomain), validationActions: some(2, oneOf("Deny", "Audit", "Warn")) },
  },
  "admissionregistration.v1.MutatingAdmissionPolicySpec": {
    fields: {
      failurePolicy,
      matchConstraints: always,
      mutations: some(1),
      reinvocationPolicy: must(oneOf("Never", "IfNeeded")),
    },
  },
  "admissionregistration.v1.Mutation": {
    union: ["jsonPatch", "applyConfiguration"],
    fields: { patchType: must(oneOf("JSONPatch")) },
  },
  "admissionregistration.v1.ApplyConfiguration": { fields: { expression: must(oneOf("Object{}")) } },
  "admissionregistration.v1.JSONPatch": {
    fields: { expression: must(oneOf("[JSONPatch{op: 'add', path: '/metadata/labels/a', value: 'b'}]")) },
  },
  "admissionregistration.v1.MutatingAdmissionPolicyBindingSpec": { fields: { policyName: must(subdomain) } },
};
