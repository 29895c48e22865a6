import type { AskEngine } from "./_ask-engine.ts";
import { askServer, type Prepared } from "./_ask-server.ts";
import type { Cluster } from "./_cluster.ts";
import { type Compared, differencesOf } from "./_compare.ts";
import { isSetAside } from "./_prepare.ts";
import type { SetAside } from "./_trial.ts";

/** All that a run found. */
export interface Results {
  readonly compared: Compared[];
  readonly aside: SetAside[];
}

/** Asks both sides, and adds what they say to the results; `judge` may have more to say of each. */
export async function compareAll(
  results: Results,
  { cluster, ask }: { readonly cluster: Cluster; readonly ask: AskEngine },
  trials: readonly (Prepared | SetAside)[],
  judge: (compared: Compared, index: number) => Compared = (compared) => compared,
): Promise<void> {
  const prepared = trials.filter((one): one is Prepared => !isSetAside(one));
  results.aside.push(...trials.filter(isSetAside));
  const [server, engine] = await Promise.all([askServer(cluster, prepared), ask(prepared.map(({ trial }) => trial))]);
  for (const [index, { trial }] of prepared.entries()) {
    const [left, right] = [server[index], engine[index]];
    if (left === undefined || right === undefined) throw new Error(`\`${trial.name}\` was not answered`);
    results.compared.push(judge({ trial, server: left, differences: differencesOf(trial, left, right) }, index));
  }
}
