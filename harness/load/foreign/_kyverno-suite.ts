import { posix } from "node:path";
import type { JsonObject, Problem, SourceFile } from "../../model/index.ts";
import type { Root } from "../_root.ts";
import { schemaProblems } from "../_schema.ts";
import { type Documents, type NamedFile, type ObjectDocument, readDocuments } from "./_documents.ts";
import type { KyvernoValues, ReadTest } from "./_kyverno-test.ts";

/** A Test with all that it names. */
export interface Suite {
  readonly read: ReadTest;
  /** Path of the Test's file. */
  readonly path: string;
  readonly policies: readonly ObjectDocument[];
  readonly resources: readonly ObjectDocument[];
  readonly params: readonly ObjectDocument[];
  readonly values?: KyvernoValues;
  /** `userInfo` and roles of who asks. */
  readonly user?: JsonObject;
  /** What is there in the cluster, where the Test says so. */
  readonly cluster?: { readonly resources: readonly JsonObject[]; readonly crds: readonly JsonObject[] };
  /** What the CLI is given beside policies and resources, as sources of a policy of its own kinds. */
  readonly beside: readonly SourceFile[];
  /** By key and path, what is expected of objects; read when it is asked for. */
  expected(named: NamedFile): Documents;
  readonly problems: readonly Problem[];
}

/** Reads all that a Test names. */
export function readSuite(root: Root, path: string, read: ReadTest): Suite {
  const folder = posix.dirname(path);
  const problems: Problem[] = [...read.problems];
  const documentsOf = (key: string): readonly ObjectDocument[] => {
    const documents = readDocuments(root, folder, read.named(key));
    problems.push(...documents.problems);
    return documents.documents;
  };
  const [policies, resources, params] = [
    documentsOf("policies"),
    documentsOf("resources"),
    documentsOf("paramResources"),
  ];
  const exceptions = documentsOf("exceptions");
  const [user, context] = [documentsOf("userinfo")[0], documentsOf("context")[0]];
  const variables = documentsOf("variables")[0];
  const values = valuesOf(read, variables);
  if (user !== undefined) problems.push(...schemaProblems("kyverno-user-info", user.document, user.value));
  if (variables !== undefined) problems.push(...schemaProblems("kyverno-values", variables.document, variables.value));
  const cluster = clusterOf(root, read, { folder, documents: documentsOf("clusterResources"), problems });
  const known = new Map<string, Documents>();
  return {
    read,
    path,
    policies,
    resources: withoutTwice(resources, problems),
    params,
    ...(values === undefined ? {} : { values: values.value }),
    ...(user === undefined ? {} : { user: user.value }),
    ...(cluster === undefined ? {} : { cluster: cluster.has }),
    beside: [
      ...(cluster?.sources ?? []),
      ...(values === undefined ? [] : [values.source]),
      ...(user === undefined ? [] : [written(user, "UserInfo")]),
      ...(context === undefined ? [] : [written(context, "Context")]),
      ...exceptions.map(({ text, place }) => ({ path: place.path, text })),
    ],
    expected: (named) => {
      const documents = known.get(named.path) ?? readDocuments(root, folder, [named]);
      known.set(named.path, documents);
      return documents;
    },
    problems,
  };
}

/** An object as messages name it. */
export function nameOf({ key: { kind, name } }: ObjectDocument): string {
  return `${kind} \`${name}\``;
}

// --- internal ---

/** As the CLI does, what stands in the Test itself goes before a file. */
function valuesOf(
  { test }: ReadTest,
  file: ObjectDocument | undefined,
): { readonly value: KyvernoValues; readonly source: SourceFile } | undefined {
  if (test.values !== undefined) {
    const text = JSON.stringify({ ...test.values, ...header("Values") });
    return { value: test.values, source: { path: "values", text } };
  }
  return file === undefined ? undefined : { value: file.value as KyvernoValues, source: written(file, "Values") };
}

interface InCluster {
  readonly folder: string;
  readonly documents: readonly ObjectDocument[];
  readonly problems: Problem[];
}

/** Objects stand in the files of the cluster, CRDs in files of their own. */
function clusterOf(
  root: Root,
  read: ReadTest,
  { folder, documents, problems }: InCluster,
): { readonly has: NonNullable<Suite["cluster"]>; readonly sources: readonly SourceFile[] } | undefined {
  if (read.test.clusterResources === undefined) return undefined;
  const specs = documents.map(({ value, place }) => ({ place, ...((value["spec"] ?? {}) as ClusterSpec) }));
  const named = specs.flatMap(({ crds = [], place }) => crds.map((path) => ({ path, place })));
  const crds = readDocuments(root, folder, named);
  problems.push(...crds.problems);
  const resources = specs.flatMap((spec) => spec.resources ?? []);
  const text = JSON.stringify({ ...header("ClusterResource"), spec: { resources } });
  const files = crds.documents.map((one) => ({ path: one.place.path, text: one.text }));
  return {
    has: { resources, crds: crds.documents.map(({ value }) => value) },
    sources: [{ path: documents[0]?.place.path ?? folder, text }, ...files],
  };
}

interface ClusterSpec {
  readonly crds?: readonly string[];
  readonly resources?: readonly JsonObject[];
}

/** The CLI takes any `kind`; a source must say what it is. */
function written({ value, place: { path } }: ObjectDocument, kind: string): SourceFile {
  return { path, text: JSON.stringify({ ...value, ...header(kind) }) };
}

function header(kind: string): JsonObject {
  return { apiVersion: "cli.kyverno.io/v1alpha1", kind };
}

/** The CLI judges one of two objects that have one name, and does not say which. */
function withoutTwice(resources: readonly ObjectDocument[], problems: Problem[]): readonly ObjectDocument[] {
  const first = new Map<string, ObjectDocument>();
  for (const one of resources) {
    const key = JSON.stringify(one.key);
    const known = first.get(key);
    if (known === undefined) first.set(key, one);
    else {
      const { path, line } = known.place;
      const message = `the Test has ${nameOf(one)} twice: it is at ${path}:${line} too`;
      problems.push({ code: "bad-case", message, place: one.place, hint: "rename one of them, or take it out" });
    }
  }
  return [...first.values()];
}
