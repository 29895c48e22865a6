import type { JsonObject, Policy, Request, SourceFile } from "../../model/index.ts";
import type { ObjectDocument } from "./_documents.ts";
import type { Subject } from "./_kyverno-find.ts";
import type { Suite } from "./_kyverno-suite.ts";
import { isNative } from "./_native-policy.ts";

/** Policies of Kyverno's own kinds, which the user's `kyverno` judges by. */

/** All policies of the Test take part, since each is given what those before it made of the object; the rules of one count. */
export function ownPolicy(suite: Suite, { policy, rule }: Subject, control: string): Policy {
  const own = suite.policies.filter((one) => !isNative(one) && one.key.kind !== "PolicyException");
  const files = [...Map.groupBy(own, ({ place }) => place.path)];
  const sources = files.map(([path, documents]) => ({ path, text: documents.map(({ text }) => text).join("\n---\n") }));
  const counted = `${policy.key.name}/${rule ?? "*"}`;
  const beside = [...suite.beside, ...mocksOf(suite)];
  return { control, engine: "kyverno", sources: [...sources, ...beside], entrypoints: [counted] };
}

/** The request; who asks stands in the sources. */
export function ownRequest(resource: ObjectDocument, operation: Request["operation"]): Request {
  const object = { text: resource.text };
  return operation === "DELETE" ? { operation, oldObject: object } : { operation, object };
}

/** What a result hangs on that no engine is told, or does not show. */
export function unaskable(suite: Suite, index: number): string | undefined {
  const { test } = suite.read;
  const asked = test as unknown as JsonObject;
  const result = test.results[index];
  const key = beyond.find((name) => asked[name] !== undefined) ?? unseen.find((name) => result?.[name] !== undefined);
  if (key !== undefined) return `\`${key}\`: Assay asks nothing about it`;
  if (test.globalContextEntries?.some(({ resourceFiles }) => resourceFiles !== undefined) === true)
    return "`resourceFiles` of `globalContextEntries`: Assay hands no files on to the kyverno CLI";
  if (result?.patchedResources === undefined || !mocks(suite)) return undefined;
  return "`patchedResources`: beside a cluster, values of rules and responses, the kyverno CLI does not show what became of the object";
}

// --- internal ---

/** Whether the CLI must be asked by a Test. */
function mocks({ values, cluster, read: { test } }: Suite): boolean {
  const rules = (values?.policies ?? []).flatMap((policy) => policy.rules ?? []);
  return (
    rules.length > 0 ||
    cluster !== undefined ||
    test.apiCallResponses !== undefined ||
    test.globalContextEntries !== undefined
  );
}

/** What stands for answers of services, as a Test of its own. */
function mocksOf({ path, read: { test } }: Suite): readonly SourceFile[] {
  const { apiCallResponses, globalContextEntries } = test;
  if (apiCallResponses === undefined && globalContextEntries === undefined) return [];
  const header = { apiVersion: "cli.kyverno.io/v1alpha1", kind: "Test" };
  return [{ path, text: JSON.stringify({ ...header, apiCallResponses, globalContextEntries }) }];
}

const beyond = ["targetResources", "jsonPayload", "jsonPayloads", "httpPayloads", "envoyPayloads"] as const;

const unseen = ["generatedResource", "generatedResources", "cloneSourceResource"] as const;
