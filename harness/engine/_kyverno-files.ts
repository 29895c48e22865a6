import type { JsonObject, Problem, SourceFile } from "../model/index.ts";
import type { Answer } from "./_answer.ts";
import type { ReadDocuments } from "./_ops.ts";

/** What a policy's sources hold, told apart by what each document says that it is. */
export interface KyvernoSources {
  readonly policies: readonly JsonObject[];
  readonly exceptions: readonly JsonObject[];
  /** `Values` of the CLI: variables of policies, namespaces, subresources. */
  readonly values?: JsonObject;
  /** `UserInfo` of the CLI: roles and cluster roles of whoever asks. */
  readonly user?: JsonObject;
  /** `Context` of the CLI: resources and images that CEL reads. */
  readonly context?: JsonObject;
  /** `Test` of the CLI: what stands for answers of services, whatever else it says. */
  readonly mocked?: JsonObject;
  /** `ClusterResource` of the CLI: what is there in the cluster, with the CRDs among the sources. */
  readonly cluster?: { readonly resources: readonly JsonObject[]; readonly crds: readonly JsonObject[] };
  readonly problems: readonly Problem[];
}

/** Reads YAML as kubectl does. */
export type ReadYaml = (text: string) => Promise<Answer<ReadDocuments>>;

/** Reads the sources. A document that is no YAML is a problem. */
export async function readSources(sources: readonly SourceFile[], read: ReadYaml): Promise<KyvernoSources> {
  const files = await Promise.all(sources.map((source) => readFile(source, read)));
  const documents = files.flatMap((file) => file.documents);
  const last = (kind: string): JsonObject | undefined => documents.findLast((one) => kindOf(one) === kind);
  const [values, user, context] = [last("Values") ?? last("Value"), last("UserInfo"), last("Context")];
  const mocked = mocksIn(last("Test"));
  const cluster = clusterIn(documents);
  return {
    policies: documents.filter((one) => !besides.has(kindOf(one))),
    exceptions: documents.filter((one) => kindOf(one) === "PolicyException"),
    ...(values === undefined ? {} : { values }),
    ...(user === undefined ? {} : { user }),
    ...(context === undefined ? {} : { context }),
    ...(mocked === undefined ? {} : { mocked }),
    ...(cluster === undefined ? {} : { cluster }),
    problems: files.flatMap((file) => file.problems),
  };
}

/** Whether policies look at other objects than the one they judge: then what is judged beside it may matter. */
export function looksAround({ policies, context }: KyvernoSources): boolean {
  return context !== undefined || lookups.test(textOf(policies));
}

/** Whether there are policies that change objects. */
export function mutates({ policies }: KyvernoSources): boolean {
  return /"mutate"|"mutations"|"verifyImages"/.test(textOf(policies));
}

/** Documents as a file that any YAML reader takes. */
export function fileOf(documents: readonly JsonObject[]): string {
  return documents.map((one) => JSON.stringify(one)).join("\n---\n");
}

// --- internal ---

/** Context entries and targets of rules, and functions of CEL, that ask for other objects. */
const lookups =
  /"(?:apiCall|globalReference|targets)":|"configMap":\{"name":|\b(?:resource|globalContext)\.(?:Get|List)\(/i;

const besides = new Set([
  "Values",
  "Value",
  "UserInfo",
  "Context",
  "Test",
  "ClusterResource",
  "CustomResourceDefinition",
  "PolicyException",
]);

function clusterIn(documents: readonly JsonObject[]): KyvernoSources["cluster"] {
  const clusters = documents.filter((one) => kindOf(one) === "ClusterResource");
  if (clusters.length === 0) return undefined;
  const resources = clusters.flatMap(
    ({ spec }) => (spec as { readonly resources?: readonly JsonObject[] })?.resources ?? [],
  );
  return { resources, crds: documents.filter((one) => kindOf(one) === "CustomResourceDefinition") };
}

function mocksIn(test: JsonObject | undefined): JsonObject | undefined {
  const { apiCallResponses, globalContextEntries } = test ?? {};
  if (apiCallResponses === undefined && globalContextEntries === undefined) return undefined;
  return {
    ...(apiCallResponses === undefined ? {} : { apiCallResponses }),
    ...(globalContextEntries === undefined ? {} : { globalContextEntries }),
  };
}

interface ReadSource {
  readonly documents: readonly JsonObject[];
  readonly problems: readonly Problem[];
}

async function readFile({ path, text }: SourceFile, read: ReadYaml): Promise<ReadSource> {
  const { ok, error } = await read(text);
  if (error !== undefined)
    return { documents: [], problems: [{ code: "bad-policy", message: error.message, place: { path } }] };
  const problems = ok.documents.flatMap(({ line, error: words }): readonly Problem[] =>
    words === undefined ? [] : [{ code: "bad-policy", message: words, place: { path, line } }],
  );
  return { documents: ok.documents.flatMap(({ object }) => (object === undefined ? [] : [object])), problems };
}

function kindOf(document: JsonObject): string {
  return String(document["kind"]);
}

function textOf(documents: readonly JsonObject[]): string {
  return JSON.stringify(documents);
}
