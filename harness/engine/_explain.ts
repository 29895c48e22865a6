import type { Policy, Request, Told, World } from "../model/index.ts";
import type { SomeTold, ToldOf } from "./_explain-asked.ts";
import { type GatekeeperTeller, ofGatekeeper } from "./_explain-gatekeeper.ts";
import { type KubeTeller, ofCel, ofPodSecurity } from "./_explain-kube.ts";
import { ofRego, type RegoTeller } from "./_explain-rego.ts";
import { isOfGatekeeper, openGatekeeper } from "./_gatekeeper-host.ts";
import type { KyvernoEngine } from "./_kyverno.ts";
import type { Pipeline } from "./_pipeline.ts";

/** What is asked about: policies of one engine. */
export interface Explaining {
  readonly policies: readonly Policy[];
  readonly request: Request;
  readonly world: World;
}

/** Who tells. */
export interface ExplainHost extends RegoTeller, KubeTeller, Omit<GatekeeperTeller, "gatekeeper"> {
  readonly gatekeeper: Pipeline;
  readonly kyverno: Pick<KyvernoEngine, "tell">;
}

/** Rego is told by topdown, whoever judges; CEL, PodSecurity and what Gatekeeper matches by their own code; of a program nothing but the verdict is known. */
export function openExplain({ gatekeeper, ...parts }: ExplainHost): (asked: Explaining) => Promise<ToldOf> {
  const { name, hosts, reviews } = parts;
  const host: Tellers = { ...parts, gatekeeper: openGatekeeper({ gatekeeper, name, hosts, reviews }) };
  return async (asked) => {
    const policies = asked.policies.filter(({ engine, sources }) => sources.length > 0 || tellsNothing(engine));
    const groups = Map.groupBy(policies, (policy) => (isOfGatekeeper(policy) ? "gatekeeper" : policy.engine));
    const all = await Promise.all(
      [...groups].map(([engine, own]) => ofEngine(host, engine, { ...asked, policies: own })),
    );
    return joinedTold(all);
  };
}

// --- internal ---

type Tellers = GatekeeperTeller & Pick<ExplainHost, "kyverno">;

async function ofEngine(host: Tellers, engine: Policy["engine"], asked: Explaining): Promise<SomeTold> {
  switch (engine) {
    case "rego":
    case "topdown":
      return ofRego(host, asked);
    case "cel":
      return ofCel(host, asked);
    case "podsecurity":
      return ofPodSecurity(host, asked);
    case "gatekeeper":
      return ofGatekeeper(host, asked);
    case "kyverno":
      return ofKyverno(host, asked);
    case "command":
    case "cluster":
      return onlyTold({ notes: [`\`${engine}\` tells its verdict and nothing of how it comes to it`] });
  }
}

function tellsNothing(engine: Policy["engine"]): boolean {
  return engine === "command" || engine === "cluster";
}

async function ofKyverno({ kyverno }: Tellers, asked: Explaining): Promise<SomeTold> {
  const results = await kyverno.tell(asked);
  const checked = [...Map.groupBy(results, ({ policy }) => policy)].map(([policy, own]) => ({
    policy,
    results: own.map(({ rule, result, message }) => ({
      check: rule === "" ? policy : rule,
      result,
      ...(message === "" ? {} : { detail: message }),
    })),
  }));
  return onlyTold({ checked, notes: ["the kyverno CLI tells results of rules, and no lines and no values"] });
}

function onlyTold(told: Partial<Told>): SomeTold {
  return { told, problems: [] };
}

function joinedTold(all: readonly SomeTold[]): ToldOf {
  const lists = all.map(({ told }) => told);
  return {
    told: {
      entrypoints: lists.flatMap(({ entrypoints = [] }) => entrypoints),
      rules: lists.flatMap(({ rules = [] }) => rules),
      matched: lists.flatMap(({ matched = [] }) => matched),
      evaluated: lists.flatMap(({ evaluated = [] }) => evaluated),
      checked: lists.flatMap(({ checked = [] }) => checked),
      params: lists.flatMap(({ params = [] }) => params),
      notes: lists.flatMap(({ notes = [] }) => notes),
    },
    problems: all.flatMap(({ problems }) => problems),
  };
}
