import { type Engines, openEngines } from "../../harness/engine/index.ts";
import type { Compiled, Judge, Request, Verdict } from "../../harness/model/index.ts";
import type { Prepared } from "./_ask-server.ts";
import type { Cluster } from "./_cluster.ts";
import type { Server } from "./_server.ts";
import { type Answer, admin, type SetAside, type Trial } from "./_trial.ts";

/** A server as a user asks it: by the engine `cluster`, through a kubeconfig. */
export interface Live {
  readonly engines: Engines;
  ask(trials: readonly Prepared[]): Promise<readonly (Answer | SetAside)[]>;
  judge: Judge;
}

/** A server, and how users ask it. */
export interface Asked {
  readonly cluster: Cluster;
  readonly live: Live;
}

/** Opens the engine `cluster` on a server. Whoever opens it closes `engines`. Throws where the engine does not reach the server. */
export async function openLive({ kubeconfig }: Server, context: "token" | "plugin"): Promise<Live> {
  const engines = openEngines({ cluster: { kubeconfig, context }, timeoutMs: 60_000 });
  const { judge, cannotAsk, problems } = await engines.get("cluster").compile([]);
  if (judge === undefined || cannotAsk === undefined) {
    engines.close();
    throw new Error(problems.map(({ message }) => message).join("\n"));
  }
  return {
    engines,
    judge,
    ask: (trials) => Promise.all(trials.map(({ trial }) => askOne({ judge, cannotAsk }, trial))),
  };
}

// --- internal ---

async function askOne(
  { judge, cannotAsk }: Required<Pick<Compiled, "judge" | "cannotAsk">>,
  { suite, request: { user, ...asked }, world: { rules: _made, ...world } }: Trial,
): Promise<Answer | SetAside> {
  const request: Request = user === admin ? asked : { ...asked, user };
  const reason = await cannotAsk(request, world);
  if (reason !== undefined) return { suite: ofLive(suite), reason };
  return answerOf(await judge(request, world));
}

/** What a suite is called where the engine `cluster` asks its trials. */
export function ofLive(suite: string): string {
  return `${suite}, by the engine \`cluster\``;
}

function answerOf({ decision, response, warnings, errors = [] }: Verdict): Answer {
  const message = `no response: ${errors.map((error) => `${error.code}: ${error.message}`).join("; ")}`;
  const { allowed, causes = [], ...said } = response ?? { allowed: false, message };
  return { decision, allowed, causes, warnings, audit: {}, ...said };
}
