import { mendExpressions } from "./_mend-pod.ts";
import { drop, listOf, makeAt, type Tree, treeOf, treesOf } from "./_tree.ts";

/** Repairs policies of admission, their bindings and webhooks. */
export function mendAdmission(object: Tree): void {
  mendExpressions(object);
  for (const webhook of treesOf(object["webhooks"])) mendRulesOf(webhook, "rules");
  const spec = treeOf(object["spec"]);
  if (spec === undefined) return;
  const kind = String(object["kind"]);
  for (const place of ["matchConstraints", "matchResources"]) {
    const resources = treeOf(spec[place]);
    for (const list of ["resourceRules", "excludeResourceRules"])
      if (resources !== undefined) mendRulesOf(resources, list, kind.startsWith("MutatingAdmission"));
  }
  if (kind.endsWith("Binding")) mendBinding(spec);
  else mendPolicy(spec, kind);
}

// --- internal ---

function mendRulesOf(holder: Tree, list: string, mutating = false): void {
  for (const rule of treesOf(holder[list])) {
    for (const name of ["apiGroups", "apiVersions", "operations", "resources"]) aloneIfAny(rule, name);
    const resources = listOf(rule["resources"]) ?? [];
    if (resources.includes("pods/*")) {
      rule["resources"] = resources.filter((one) => !String(one).startsWith("pods/") || one === "pods/*");
    }
    const operations = listOf(rule["operations"]) ?? [];
    if (mutating && operations.some((one) => one === "*" || one === "DELETE"))
      rule["operations"] = ["CREATE", "UPDATE"];
  }
}

/** Nothing twice, and what is everything alone. */
function aloneIfAny(rule: Tree, name: string): void {
  const items = listOf(rule[name]);
  if (items === undefined) return;
  const everything = ["*", "*/*"].find((one) => items.includes(one));
  rule[name] = everything === undefined ? [...new Set(items)] : [everything];
}

function mendPolicy(spec: Tree, kind: string): void {
  const constraints = makeAt(spec, "matchConstraints");
  if (treesOf(constraints["resourceRules"]).length === 0) {
    constraints["resourceRules"] = [
      { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] },
    ];
  }
  if (kind === "ValidatingAdmissionPolicy" && treesOf(spec["validations"]).length === 0)
    spec["validations"] = [{ expression: "true" }];
  for (const mutation of treesOf(spec["mutations"])) {
    const applied = treeOf(mutation["applyConfiguration"]) !== undefined;
    mutation["patchType"] = applied ? "ApplyConfiguration" : "JSONPatch";
    if (applied) drop(mutation, "jsonPatch");
  }
  for (const list of ["matchConditions", "variables", "auditAnnotations"]) unlikeNames(spec, list);
}

function unlikeNames(spec: Tree, list: string): void {
  if (!Array.isArray(spec[list])) return;
  const names = new Set<unknown>();
  spec[list] = treesOf(spec[list]).filter(
    ({ name, key }) => !names.has(name ?? key) && names.add(name ?? key) !== undefined,
  );
}

/** What is denied is not warned of too. Parameters have a name or a selector. */
function mendBinding(spec: Tree): void {
  const actions = listOf(spec["validationActions"]) ?? [];
  if (actions.includes("Deny")) spec["validationActions"] = actions.filter((action) => action !== "Warn");
  const params = treeOf(spec["paramRef"]);
  if (params === undefined) return;
  if (typeof params["name"] === "string") drop(params, "selector");
  else if (treeOf(params["selector"]) === undefined) params["name"] = "a";
  params["parameterNotFoundAction"] ??= "Deny";
}
