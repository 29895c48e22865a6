import type { AskEngine } from "./_ask-engine.ts";
import { askServer, type Prepared } from "./_ask-server.ts";
import type { Cluster } from "./_cluster.ts";
import { type Compared, differencesOf } from "./_compare.ts";
import { type Live, ofLive } from "./_live.ts";
import { isSetAside } from "./_prepare.ts";
import type { Answer, SetAside, Trial } from "./_trial.ts";

/** All that a run found. */
export interface Results {
  readonly compared: Compared[];
  readonly aside: SetAside[];
}

/** Who is asked: the server, an engine and, as users ask the server, the engine `cluster`. */
export interface Sides {
  readonly cluster: Cluster;
  readonly ask: AskEngine;
  readonly live?: Live | undefined;
}

/** Asks all sides, and adds what they say to the results; `judge` may have more to say of each. */
export async function compareAll(
  results: Results,
  { cluster, ask, live }: Sides,
  trials: readonly (Prepared | SetAside)[],
  judge: (compared: Compared, index: number) => Compared = (compared) => compared,
): Promise<void> {
  const prepared = trials.filter((one): one is Prepared => !isSetAside(one));
  results.aside.push(...trials.filter(isSetAside));
  const [server, engine, asked = []] = await Promise.all([
    askServer(cluster, prepared),
    ask(prepared.map(({ trial }) => trial)),
    live?.ask(prepared),
  ]);
  for (const [index, { trial }] of prepared.entries()) {
    const [left, right] = [server[index], engine[index]];
    if (left === undefined || right === undefined) throw new Error(`\`${trial.name}\` was not answered`);
    results.compared.push(judge({ trial, server: left, differences: differencesOf(trial, left, right) }, index));
    addLive(results, trial, { answer: asked[index], engine: right });
  }
}

// --- internal ---

/** The engine `cluster` must say what the engine says, save what no client sees. */
function addLive(
  { compared, aside }: Results,
  trial: Trial,
  { answer, engine }: { readonly answer: Answer | SetAside | undefined; readonly engine: Answer },
): void {
  if (answer === undefined) return;
  if ("suite" in answer) aside.push(answer);
  else {
    const differences = differencesOf(trial, { ...answer, audit: engine.audit }, engine);
    compared.push({ trial: { ...trial, suite: ofLive(trial.suite) }, server: answer, differences });
  }
}
