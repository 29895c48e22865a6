import type { JsonObject, Policy, Problem, Request, SourceFile, World } from "../model/index.ts";
import type { Answer } from "./_answer.ts";
import type { GatekeeperPolicies, GatekeeperProblem, GatekeeperWorld } from "./_gatekeeper-ops.ts";
import type { Hosts } from "./_hosts.ts";
import type { Names } from "./_names.ts";
import type { Pipeline } from "./_pipeline.ts";
import type { Prepared, Reviews } from "./_reviews.ts";
import { contents, type KnownWorld, openWorlds } from "./_worlds.ts";

/** What is asked of Gatekeeper, and what is asked before. */
export interface GatekeeperHost {
  readonly gatekeeper: Pipeline;
  readonly name: Names;
  readonly hosts: Hosts;
  readonly reviews: Reviews;
  readonly worldOf: (world: World) => KnownWorld<GatekeeperWorld>;
}

export function openGatekeeper(parts: Omit<GatekeeperHost, "worldOf">): GatekeeperHost {
  const content = contents(({ objects, namespaces, externalData }) => ({ objects, namespaces, externalData }));
  return { ...parts, worldOf: openWorlds<GatekeeperWorld>(parts.gatekeeper, parts.name, content) };
}

/** Policies in the engine. */
export interface Taken {
  readonly handle: string;
  readonly answer: Promise<Answer<GatekeeperPolicies>>;
}

/** Tells the engine of policies. */
export function take(
  { gatekeeper, name }: Pick<GatekeeperHost, "gatekeeper" | "name">,
  policies: readonly Policy[],
  options: { readonly driver?: Policy["driver"]; readonly point?: Policy["enforcementPoint"] },
): Taken {
  const handle = name("policies");
  const body = { as: handle, sources: sourcesOf(policies), ...options };
  return { handle, answer: gatekeeper.ask<GatekeeperPolicies>("policies", body, { makes: handle }) };
}

/** Whether a policy's sources are Gatekeeper's own, whatever it is judged by. */
export function isOfGatekeeper({ engine, from }: Policy): boolean {
  return engine === "gatekeeper" || from === "gatekeeper";
}

/** The files of policies, each once. */
export function sourcesOf(policies: readonly Policy[]): readonly SourceFile[] {
  const files = policies.flatMap(({ sources }) => sources);
  return [...new Map(files.map((file) => [JSON.stringify([file.path, file.text]), file])).values()];
}

/** What Gatekeeper has against policies. */
export function problemsIn({ problems }: { readonly problems: readonly GatekeeperProblem[] }): readonly Problem[] {
  return problems.map(({ path, line, message, code }) => {
    const place = path === undefined ? {} : { place: { path, ...(line === undefined ? {} : { line }) } };
    return { code: code === "schema" ? "bad-params" : "bad-policy", message, ...place };
  });
}

/** The request as `judge` and `match` are asked of it. What says nothing but its object is reviewed as gator reviews a file. */
export function questionOf(request: Request, world: World, { inputs }: Prepared): object {
  const object = world.raw === true && saysObjectAlone(request) ? inputs("object")?.value() : undefined;
  const asked = object === undefined ? { review: inputs("admission")?.text } : { object };
  return world.params === undefined ? asked : { ...asked, parameters: world.params as JsonObject };
}

// --- internal ---

function saysObjectAlone({ operation, object, ...more }: Request): boolean {
  return operation === "CREATE" && object !== undefined && Object.values(more).every((value) => value === undefined);
}
