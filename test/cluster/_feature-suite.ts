import type { JsonObject } from "../../harness/model/index.ts";
import { askServer, type Prepared } from "./_ask-server.ts";
import type { Cluster } from "./_cluster.ts";
import { type Feature, policyOf } from "./_features.ts";
import type { Asked, Live } from "./_live.ts";
import { type Force, openForce } from "./_policies.ts";
import { isSetAside, prepare } from "./_prepare.ts";
import { compareAll } from "./_results.ts";
import type { Bench } from "./_suite.ts";

const paramKindLimitMs = 60_000;

/** Every feature in turn: its policies alone are in force while its requests are asked. */
export async function compareFeatures(
  { cluster, live }: Asked,
  bench: Bench,
  features: readonly Feature[],
): Promise<void> {
  const prepared = [];
  for (const feature of features) prepared.push({ feature, trials: await prepareAll(cluster, feature) });
  const force = openForce(cluster);
  for (const { feature, trials } of prepared) await compareFeature({ cluster, live, bench, force }, feature, trials);
  await force.replace([]);
}

// --- internal ---

interface Setting {
  readonly cluster: Cluster;
  readonly live: Live;
  readonly bench: Bench;
  readonly force: Force;
}

async function prepareAll(cluster: Cluster, { name, trials }: Feature): Promise<readonly Prepared[]> {
  const prepared: Prepared[] = [];
  for (const trial of trials) {
    const one = await prepare(cluster, trial);
    if (isSetAside(one)) throw new Error(`feature \`${name}\` cannot be asked: ${one.reason}`);
    prepared.push(one);
  }
  return prepared;
}

async function compareFeature(
  { cluster, live, bench, force }: Setting,
  feature: Feature,
  trials: readonly Prepared[],
): Promise<void> {
  await force.replace(feature.policies);
  await untilKindsAreKnown(cluster, feature.policies, trials);
  const ask = await bench.side.compile("cel", [policyOf("cel", feature.name, feature.policies)]);
  await compareAll(bench.results, { cluster, ask, live }, trials, (compared, index) => {
    const { answer } = feature.trials[index] ?? {};
    if (compared.server.allowed === (answer === "allow")) return compared;
    const surprise = `the server does not ${answer}: ${JSON.stringify(compared.server)}`;
    return { ...compared, differences: [...compared.differences, surprise] };
  });
}

/** The server looks for new kinds of params every half minute, and for the schemas of new kinds every five seconds. */
async function untilKindsAreKnown(
  cluster: Cluster,
  policies: readonly JsonObject[],
  trials: readonly Prepared[],
): Promise<void> {
  const known = policies.flatMap(({ spec }) => {
    const { paramKind } = spec as { readonly paramKind?: { readonly apiVersion: string; readonly kind: string } };
    return paramKind !== undefined && cluster.discovery().forKind(paramKind.apiVersion, paramKind.kind) !== undefined
      ? [paramKind.kind]
      : [];
  });
  const changed = policies.some(({ spec }) => Object.hasOwn(spec as JsonObject, "mutations"));
  if (known.length === 0 && !changed) return;
  const deadline = performance.now() + paramKindLimitMs;
  while (performance.now() < deadline) {
    const answers = await askServer(cluster, trials);
    const waiting = answers.some(({ message = "" }) =>
      /failed to find resource referenced by paramKind|not yet synced|^Resource kind .* not found/.test(message),
    );
    if (!waiting) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(
    `the server does not find the kinds of params ${known.join(", ")}, or the schemas of what is changed`,
  );
}
