import type { JsonObject } from "../model/index.ts";
import { readJson } from "./_json.ts";
import { fileOf, type KyvernoSources, looksAround, mutates } from "./_kyverno-files.ts";
import { type Form, type Given, given } from "./_kyverno-given.ts";
import { byRule, type KyvernoReport, keyOf, type RuleResult } from "./_kyverno-report.ts";

/**
 * `kyverno test`, which alone takes what stands for answers of other services. It is asked by a Test that expects every rule to pass: the table
 * says which did not, and what they said instead. It does not show what mutating policies make of an object.
 */
export const testing: Form = {
  files: ({ sources }, files) => ({
    "kyverno-test.yaml": fileOf([testOf(sources, files)]),
    ...clusterFiles(sources),
  }),
  arguments: () => ["test", ".", "--output-format", "json", "--detailed-results", "--remove-color"],
  read: (stdout) => ({ results: rowsIn(stdout).flatMap(resultOf).sort(byRule), leftOut: leftOut(stdout) }),
};

/** Whether something stands for a cluster, for answers of services or for variables of rules: `kyverno apply` would ask elsewhere all the same. */
export function mocks(sources: KyvernoSources): boolean {
  const { values, mocked, cluster } = sources;
  const policies = (values?.["policies"] ?? []) as readonly { readonly rules?: readonly unknown[] }[];
  if (mocked !== undefined || cluster !== undefined || policies.some(({ rules = [] }) => rules.length > 0)) return true;
  return values !== undefined && looksAround(sources) && !mutates(sources);
}

// --- internal ---

interface Row {
  readonly POLICY: string;
  readonly RULE: string;
  /** `apiVersion/kind/namespace/name`. */
  readonly RESOURCE: string;
  readonly REASON: string;
  readonly Message?: string;
}

function testOf({ policies, mocked, cluster }: KyvernoSources, files: Readonly<Record<string, string>>): JsonObject {
  const single = (key: string, file: Given): JsonObject =>
    Object.hasOwn(files, given[file]) ? { [key]: given[file] } : {};
  const named = policies.map(({ metadata }) => (metadata as JsonObject | undefined)?.["name"] ?? "");
  return {
    ...mocked,
    apiVersion: "cli.kyverno.io/v1alpha1",
    kind: "Test",
    metadata: { name: "test" },
    policies: [given.policies],
    resources: [given.resources],
    ...(cluster === undefined ? {} : { clusterResources: [clusterFile] }),
    ...(Object.hasOwn(files, given.exceptions) ? { exceptions: [given.exceptions] } : {}),
    ...single("variables", "values"),
    ...single("userinfo", "user"),
    ...single("context", "context"),
    results: named.map((policy) => ({ policy, kind: "", result: "pass" })),
  };
}

const clusterFile = "cluster.yaml";

/** What is in the cluster; the CLI reads one CRD of a file. */
function clusterFiles({ cluster }: KyvernoSources): Readonly<Record<string, string>> {
  if (cluster === undefined) return {};
  const crds = cluster.crds.map((crd, index) => [`crd-${index}.yaml`, fileOf([crd])] as const);
  const spec = { crds: crds.map(([name]) => name), resources: cluster.resources };
  const header = { apiVersion: "cli.kyverno.io/v1alpha1", kind: "ClusterResource", metadata: { name: "cluster" } };
  return { [clusterFile]: fileOf([{ ...header, spec }]), ...Object.fromEntries(crds) };
}

function rowsIn(stdout: string): readonly Row[] {
  return [...stdout.matchAll(/^\[\n[\s\S]*?^\]$/gm)].flatMap(([table]) => readJson(table) as readonly Row[]);
}

/** What no rule of the policy is about has no result. */
function resultOf({
  POLICY: policy,
  RULE: rule,
  RESOURCE: resource,
  REASON: reason,
  Message: message = "",
}: Row): readonly RuleResult[] {
  const result = reason === "Ok" ? "pass" : /^Want pass, got (\w+)$/.exec(reason)?.[1];
  if (result === undefined) return [];
  const [name, namespace, kind, ...apiVersion] = resource.split("/").reverse();
  const object = keyOf({
    apiVersion: apiVersion.reverse().join("/"),
    ...(kind && { kind }),
    ...(namespace && { namespace }),
    ...(name && { name }),
  });
  return [{ policy, rule, result, message, object }];
}

/** Policies that could not be read, or are invalid. */
function leftOut(stdout: string): KyvernoReport["leftOut"] {
  const unread = [...stdout.matchAll(/^ {2}ERROR: (.*)$/gm)].map(([, words = ""]) => words);
  const invalid = rowsIn(stdout)
    .filter(({ REASON: reason }) => reason === "Invalid Policy" || reason === "Not found")
    .map(({ POLICY: policy, Message: words = "" }) => `${policy}: ${words}`);
  return [...new Set([...unread, ...invalid])];
}
