import type { JsonObject, Policy, World } from "../../harness/model/index.ts";
import type { Fixture } from "../../scripts/fixtures/index.ts";
import type { Prepared } from "./_ask-server.ts";
import { caseTrials, onServer } from "./_cases.ts";
import type { Cluster } from "./_cluster.ts";
import { policyOf, readFeatures } from "./_features.ts";
import { generate } from "./_generated.ts";
import type { Asked } from "./_live.ts";
import { isObject } from "./_objects.ts";
import { prepare } from "./_prepare.ts";
import { compareAll } from "./_results.ts";
import type { Bench } from "./_suite.ts";
import { admin, type SetAside, type Trial } from "./_trial.ts";

const generatedCount = 5_400;

/** PodSecurity as the server is configured: the fixtures of every version, generated objects, and the cases of the pack. */
export async function comparePodSecurity(
  { cluster, live }: Asked,
  bench: Bench,
  configuration: JsonObject,
): Promise<void> {
  const ask = await bench.side.compile("podsecurity", [policyWith(configuration)]);
  const trials = [...bench.fixtures.map(fixtureTrial), ...generatedTrials(bench)];
  const prepared = await Promise.all([
    ...trials.map((trial) => prepare(cluster, trial)),
    ...(await caseTrialsAt(cluster, bench)),
  ]);
  await compareAll(bench.results, { cluster, ask, live }, prepared);
}

/** Exemptions, defaults and labels, under whatever the server is configured with. */
export async function comparePodSecurityFeatures(
  { cluster, live }: Asked,
  bench: Bench,
  configuration: JsonObject,
): Promise<void> {
  const ask = await bench.side.compile("podsecurity", [policyWith(configuration)]);
  const features = await readFeatures(bench.engines, "podsecurity");
  for (const { trials } of features) {
    const prepared = await Promise.all(
      trials.map((trial) => prepare(cluster, { ...trial, suite: "PodSecurity features" })),
    );
    await compareAll(bench.results, { cluster, ask, live }, prepared);
  }
}

// --- internal ---

function policyWith(configuration: JsonObject): Policy {
  return policyOf("podsecurity", "podsecurity", [{ configuration }]);
}

const worlds = new Map<string, World>();

/** A namespace that enforces a level of a version, and warns of and audits restricted. */
function worldAt(level: string, version: string): { readonly namespace: string; readonly world: World } {
  const namespace = `${level}-${version.replace(".", "-")}`;
  const known = worlds.get(namespace);
  if (known !== undefined) return { namespace, world: known };
  const metadata = { name: namespace, labels: labelsOf(level, version) };
  const world = { namespaces: [{ apiVersion: "v1", kind: "Namespace", metadata }] };
  worlds.set(namespace, world);
  return { namespace, world };
}

function labelsOf(level: string, version: string): Readonly<Record<string, string>> {
  const label = (mode: string, value: string): Record<string, string> => ({
    [`pod-security.kubernetes.io/${mode}`]: value,
    [`pod-security.kubernetes.io/${mode}-version`]: version,
  });
  return { ...label("enforce", level), ...label("warn", "restricted"), ...label("audit", "baseline") };
}

function fixtureTrial({ path, level, minor, object }: Fixture): Trial {
  const { namespace, world } = worldAt(level, `v1.${minor}`);
  const request = onServer({ operation: "CREATE", object: { json: object }, namespace, user: admin } as const);
  return { suite: "PodSecurity fixtures", name: path, request, world };
}

const combinations = ["privileged", "baseline", "restricted"].flatMap((level) =>
  ["v1.0", "v1.24", "v1.25", "v1.30", "v1.37", "latest"].map((version) => [level, version] as const),
);

function generatedTrials({ seeds }: Bench): readonly Trial[] {
  return generate(seeds, generatedCount).map(({ name, source, resource }, index) => {
    const [level = "baseline", version = "latest"] = combinations[(index * 7) % combinations.length] ?? [];
    const { namespace, world } = worldAt(level, version);
    const request = onServer({ operation: "CREATE", object: source, resource, namespace, user: admin } as const);
    return { suite: "generated under PodSecurity", name: `${name} in ${namespace}`, request, world };
  });
}

/** The cases of the pack, whose namespaces, where they say nothing, enforce restricted. */
async function caseTrialsAt(cluster: Cluster, { controls, engines }: Bench): Promise<readonly (Prepared | SetAside)[]> {
  const all = await Promise.all(controls.map((control) => caseTrials(control, engines)));
  return Promise.all(
    all.flat().map(async (one) => {
      const suite = "cases under PodSecurity";
      if ("reason" in one) return { ...one, suite };
      return prepare(cluster, {
        ...one,
        suite,
        world: { ...one.world, namespaces: (one.world.namespaces ?? []).map(restricted) },
      });
    }),
  );
}

function restricted(namespace: JsonObject): JsonObject {
  const metadata = isObject(namespace["metadata"]) ? namespace["metadata"] : {};
  return metadata["labels"] === undefined
    ? { ...namespace, metadata: { ...metadata, labels: labelsOf("restricted", "latest") } }
    : namespace;
}
