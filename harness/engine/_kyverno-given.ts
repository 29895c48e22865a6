import type { Json, JsonObject, World } from "../model/index.ts";
import { fileOf, type KyvernoSources } from "./_kyverno-files.ts";
import type { KyvernoReport } from "./_kyverno-report.ts";
import type { KyvernoRequest } from "./_kyverno-request.ts";

/** Requests that one run of the binary can answer: what is around them is the same, and no two are about one object. */
export interface Batch {
  readonly sources: KyvernoSources;
  readonly world: World;
  readonly requests: readonly KyvernoRequest[];
}

/** A command of the CLI that judges. */
export interface Form {
  /** Files that it takes beside those of every form. */
  files(batch: Batch, files: Readonly<Record<string, string>>): Readonly<Record<string, string>>;
  arguments(batch: Batch, files: Readonly<Record<string, string>>): readonly string[];
  read(stdout: string, stderr: string): KyvernoReport;
}

/** What the files are called that the binary is given. */
export const given = {
  policies: "policies.yaml",
  resources: "resources.yaml",
  exceptions: "exceptions.yaml",
  values: "values.yaml",
  user: "user.yaml",
  context: "context.yaml",
  others: "others.yaml",
  crds: "crds.yaml",
} as const;

export type Given = keyof typeof given;

/** The files that the binary is given for a batch, by name. */
export function filesFor({ sources, world, requests }: Batch): Readonly<Record<string, string>> {
  const [request] = requests;
  const values = valuesOf(sources, world, request);
  const user = userOf(sources, request);
  const { exceptions, context } = sources;
  return {
    [given.policies]: fileOf(sources.policies),
    [given.resources]: fileOf(requests.map(({ object }) => object)),
    ...(exceptions.length === 0 ? {} : { [given.exceptions]: fileOf(exceptions) }),
    ...(values === undefined ? {} : { [given.values]: fileOf([values]) }),
    ...(user === undefined ? {} : { [given.user]: fileOf([user]) }),
    ...(context === undefined ? {} : { [given.context]: fileOf([context]) }),
    ...(world.objects === undefined ? {} : { [given.others]: fileOf(world.objects) }),
    ...(world.crds === undefined ? {} : { [given.crds]: fileOf(world.crds) }),
  };
}

// --- internal ---

const cli = { apiVersion: "cli.kyverno.io/v1alpha1" };

/** The user's own values, with the operation and the namespaces of the request. */
function valuesOf(
  { values }: KyvernoSources,
  world: World,
  request: KyvernoRequest | undefined,
): JsonObject | undefined {
  const operation = request?.operation ?? "CREATE";
  const { namespaces = [] } = world;
  if (values === undefined && operation === "CREATE" && namespaces.length === 0) return undefined;
  const written = { ...cli, kind: "Values", metadata: { name: "values" }, ...values };
  const globalValues = {
    ...(written as { readonly globalValues?: JsonObject }).globalValues,
    ...(operation === "CREATE" ? {} : { "request.operation": operation }),
  };
  const all = [...((values?.["namespaces"] ?? []) as readonly JsonObject[]), ...namespaces];
  return { ...written, globalValues, ...(all.length === 0 ? {} : { namespaces: all }) } as JsonObject;
}

function userOf({ user }: KyvernoSources, request: KyvernoRequest | undefined): JsonObject | undefined {
  if (request?.user === undefined) return user;
  const userInfo = request.user as Json;
  return { ...cli, kind: "UserInfo", metadata: { name: "user" }, ...user, userInfo } as JsonObject;
}
