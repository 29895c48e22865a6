import type { JsonObject } from "../../harness/model/index.ts";
import { onServer } from "./_cases.ts";
import type { Cluster } from "./_cluster.ts";
import { generate } from "./_generated.ts";
import { documentsOf, openForce } from "./_policies.ts";
import { prepare } from "./_prepare.ts";
import { compareAll } from "./_results.ts";
import type { Bench } from "./_suite.ts";
import { admin, type Trial } from "./_trial.ts";

/** The oldest release that a server of this one emulates. */
export const emulated = "1.34";

const generatedCount = 1_500;
const namespace = "generated";
const world = { namespaces: [{ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } }] };

/** What the server that emulates an older release admits and what its policies say of it, by one policy of the pack. */
export async function compareEmulated(cluster: Cluster, bench: Bench): Promise<void> {
  const policies = bench.controls.flatMap((control) => control.policies.filter(({ engine }) => engine === "cel"));
  const [policy] = policies;
  if (policy === undefined) throw new Error("the pack has no policy in CEL");
  const drawn = generate(bench.seeds, generatedCount).map(({ name, source, resource }) =>
    trial(name, { object: source, resource }),
  );
  const prepared = await Promise.all([...newFields(), ...drawn].map((one) => prepare(cluster, one)));
  const force = openForce(cluster);
  await force.replace(await documentsOf(bench.engines, policy));
  const ask = await bench.side.compile("cel", [policy], emulated);
  await compareAll(bench.results, { cluster, ask }, prepared);
  await force.replace([]);
}

// --- internal ---

/** Pods with fields whose feature gates came after that release. */
function newFields(): readonly Trial[] {
  const containers = [{ name: "a", image: "i" }];
  const specs: Readonly<Record<string, JsonObject>> = {
    "a hostname of its own": { hostnameOverride: "a.b", containers },
    "an image as a volume": { containers, volumes: [{ name: "v", image: { reference: "r" } }] },
  };
  return Object.entries(specs).map(([name, spec]) =>
    trial(name, { object: { json: { apiVersion: "v1", kind: "Pod", metadata: { name: "a" }, spec } } }),
  );
}

function trial(name: string, asked: Pick<Trial["request"], "object" | "resource">): Trial {
  const request = { operation: "CREATE", namespace, user: admin, ...asked } as const;
  return { suite: "emulated release", name: `${name} in ${emulated}`, request: onServer(request), world };
}
