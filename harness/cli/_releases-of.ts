import type { Engines } from "../engine/index.ts";
import { type Control, isBefore, isJsonObject, type JsonObject, type Policy, type SourceFile } from "../model/index.ts";

/** Since which release a control and its policies are about something. */
export interface Since {
  /** As the METADATA of its Rego says in `custom.kubernetes_from`. */
  readonly control?: string;
  /** The first release whose API server serves what the CEL policies are written in. */
  readonly cel?: string;
}

/** What controls say of releases themselves, by their ids. What cannot be read says nothing: judging tells why. */
export async function sinceOf(controls: readonly Control[], engines: Engines): Promise<ReadonlyMap<string, Since>> {
  const metadata = await metadataOf(controls, engines);
  const found = await Promise.all(
    controls.map(async (control): Promise<readonly [string, Since]> => {
      const own = ofMetadata(policyOf(control, "rego"), metadata);
      const cel = await ofKinds(policyOf(control, "cel"), engines);
      return [control.id, { ...(own === undefined ? {} : { control: own }), ...(cel === undefined ? {} : { cel }) }];
    }),
  );
  return new Map(found);
}

// --- internal ---

const group = "admissionregistration.k8s.io/";

/** When the API server began to serve each version; for PodSecurity see its feature gate, which is on since 1.23. */
const servedSince: Readonly<Record<string, string>> = {
  "v1alpha1 ValidatingAdmissionPolicy": "1.26",
  "v1beta1 ValidatingAdmissionPolicy": "1.28",
  "v1 ValidatingAdmissionPolicy": "1.30",
  "v1alpha1 MutatingAdmissionPolicy": "1.32",
  "v1beta1 MutatingAdmissionPolicy": "1.34",
  "v1 MutatingAdmissionPolicy": "1.36",
};

type Packages = readonly { readonly path: string; readonly annotations?: JsonObject }[];

function policyOf({ policies }: Control, engine: Policy["engine"]): Policy | undefined {
  return policies.find((policy) => policy.engine === engine);
}

/** The packages of all policies in Rego: read at once, since they share libraries; one by one where they cannot stand together. */
async function metadataOf(controls: readonly Control[], engines: Engines): Promise<Packages> {
  const policies = controls.flatMap((control) => policyOf(control, "rego") ?? []);
  const together = await engines.inspect(modulesOf(policies));
  if (together.value !== undefined) return together.value.packages;
  const alone = await Promise.all(policies.map((policy) => engines.inspect(modulesOf([policy]))));
  return alone.flatMap(({ value }) => value?.packages ?? []);
}

/** The files of policies, each once. */
function modulesOf(policies: readonly Policy[]): readonly SourceFile[] {
  const files = policies.flatMap(({ sources, library = [] }) => [...sources, ...library]);
  return [...new Map(files.map((file) => [file.path, file])).values()];
}

function ofMetadata(policy: Policy | undefined, packages: Packages): string | undefined {
  const own = new Set(policy?.sources.map(({ path }) => path));
  for (const { path, annotations } of packages) {
    const custom = own.has(path) ? annotations?.["custom"] : undefined;
    const from = isJsonObject(custom) ? custom["kubernetes_from"] : undefined;
    if (typeof from === "string" && /^1\.\d{1,3}$/.test(from)) return from;
  }
  return undefined;
}

async function ofKinds(policy: Policy | undefined, engines: Engines): Promise<string | undefined> {
  if (policy === undefined || policy.from === "gatekeeper") return undefined;
  const read = await Promise.all(policy.sources.map(({ text }) => engines.read(text)));
  const since = read.flatMap(({ value }) => (value?.documents ?? []).map(({ object }) => sinceOfObject(object)));
  return since.reduce(
    (latest, one) => (latest === undefined || (one !== undefined && isBefore(latest, one)) ? one : latest),
    undefined,
  );
}

function sinceOfObject(object: JsonObject | undefined): string | undefined {
  const [version, kind] = [object?.["apiVersion"], object?.["kind"]];
  if (typeof version !== "string" || typeof kind !== "string" || !version.startsWith(group)) return undefined;
  return servedSince[`${version.slice(group.length)} ${kind.replace(/Binding$/, "")}`];
}
