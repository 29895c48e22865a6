import type { AuthorizerRule, Json, JsonObject, User } from "../../harness/model/index.ts";

const version = "rbac.authorization.k8s.io/v1";

/** What lets a user do what the rules allow; everything, where there are none. */
export function rbacOf(user: User, rules: readonly AuthorizerRule[] | undefined): readonly JsonObject[] {
  const subjects = [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: user.username ?? "" }];
  if (rules === undefined) return [bindingOf(`all-${user.username}`, "cluster-admin", subjects)];
  return rules.flatMap((rule, index) => ruleObjects(`${user.username}-${index}`, rule));
}

function ruleObjects(name: string, rule: AuthorizerRule): readonly JsonObject[] {
  const {
    users = [],
    groups = [],
    namespaces = [],
    apiGroups = ["*"],
    resources,
    resourceNames,
    nonResourceURLs,
    verbs,
  } = rule;
  const subjects = [...users.map((user) => subject("User", user)), ...groups.map((group) => subject("Group", group))];
  const given = Object.entries({ apiGroups: resources && apiGroups, resources, resourceNames, nonResourceURLs, verbs });
  const policy = Object.fromEntries(given.filter(([, value]) => value !== undefined)) as JsonObject;
  const role = { apiVersion: version, kind: "ClusterRole", metadata: { name }, rules: [policy] };
  if (namespaces.length === 0) return [role, bindingOf(name, name, subjects)];
  return [role, ...namespaces.map((namespace) => bindingOf(name, name, subjects, namespace))];
}

function subject(kind: "User" | "Group", name: string): JsonObject {
  return { apiGroup: "rbac.authorization.k8s.io", kind, name };
}

function bindingOf(name: string, role: string, subjects: readonly Json[], namespace?: string): JsonObject {
  const roleRef = { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: role };
  const kind = namespace === undefined ? "ClusterRoleBinding" : "RoleBinding";
  const metadata = namespace === undefined ? { name } : { name, namespace };
  return { apiVersion: version, kind, metadata, roleRef, subjects };
}
