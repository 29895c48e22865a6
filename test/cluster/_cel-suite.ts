import type { Control } from "../../harness/model/index.ts";
import type { Prepared } from "./_ask-server.ts";
import { caseTrials, onServer } from "./_cases.ts";
import type { Cluster } from "./_cluster.ts";
import { generate } from "./_generated.ts";
import type { Asked } from "./_live.ts";
import { compareExpectations, compareSides } from "./_live-suite.ts";
import { documentsOf, openForce } from "./_policies.ts";
import { prepare } from "./_prepare.ts";
import { compareAll } from "./_results.ts";
import type { Bench } from "./_suite.ts";
import { admin, type SetAside, type Trial } from "./_trial.ts";

const generatedCount = 5_400;

/** Every policy of the pack in turn, as it is: its own cases, and its share of the generated objects. */
export async function compareCel({ cluster, live }: Asked, bench: Bench): Promise<void> {
  const controls = bench.controls.filter((control) => celPolicy(control) !== undefined);
  const cases = await prepareCases(cluster, bench);
  const generated = await prepareGenerated(cluster, bench);
  const force = openForce(cluster);
  for (const [index, control] of controls.entries()) {
    const policy = celPolicy(control);
    if (policy === undefined) continue;
    await force.replace(await documentsOf(bench.engines, policy));
    const ask = await bench.side.compile("cel", [policy]);
    const share = generated.filter((_, at) => at % controls.length === index);
    await compareExpectations({ cluster, live }, bench, control);
    await compareSides({ cluster, live }, bench, control);
    await compareAll(bench.results, { cluster, ask, live }, [...(cases.get(control.id) ?? []), ...share]);
  }
  await force.replace([]);
}

function celPolicy({ policies }: Control): Control["policies"][number] | undefined {
  return policies.find(({ engine }) => engine === "cel");
}

async function prepareCases(
  cluster: Cluster,
  { controls, engines, results }: Bench,
): Promise<ReadonlyMap<string, readonly (Prepared | SetAside)[]>> {
  const all = await Promise.all(
    controls.map(async (control): Promise<[string, readonly (Prepared | SetAside)[]]> => {
      const trials = await caseTrials(control, engines);
      const prepared = await Promise.all(trials.map((one) => ("reason" in one ? one : prepare(cluster, one))));
      if (celPolicy(control) === undefined) {
        results.aside.push(...prepared.map(() => ({ suite: "cases", reason: "the control has no CEL policy" })));
      }
      return [control.id, prepared];
    }),
  );
  return new Map(all);
}

async function prepareGenerated(cluster: Cluster, { seeds }: Bench): Promise<readonly (Prepared | SetAside)[]> {
  const namespace = "generated";
  const world = { namespaces: [{ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } }] };
  const trials = generate(seeds, generatedCount).map(({ name, source, resource }): Trial => {
    const request = { operation: "CREATE", object: source, resource, namespace, user: admin } as const;
    return { suite: "generated under a policy", name, request: onServer(request), world };
  });
  return Promise.all(trials.map((trial) => prepare(cluster, trial)));
}
