import type { ExplainedChecks, Policy, Request, SourceFile, Told, World } from "../model/index.ts";
import { type Answer, problemOf } from "./_answer.ts";
import { nothingTold, type SomeTold, settingsParams } from "./_explain-asked.ts";
import type { Hosts } from "./_hosts.ts";
import type { Names } from "./_names.ts";
import type { Policies } from "./_ops.ts";
import { admission, requestBody } from "./_request.ts";

/** Who tells of what the API server's code judges. */
export interface KubeTeller {
  readonly hosts: Hosts;
  readonly name: Names;
}

/** What the API server's policies did with a request. */
export interface CelTold extends Pick<Told, "matched" | "evaluated"> {
  readonly params: readonly (Told["params"][number] & { readonly path: string; readonly line: number })[];
}

interface Asked {
  readonly policies: readonly Policy[];
  readonly request: Request;
  readonly world: World;
}

/** What admission policies did. */
export async function ofCel(teller: KubeTeller, { policies, request, world }: Asked): Promise<SomeTold> {
  const sources = policies.flatMap((policy) => policy.sources);
  return celTold(await askKube<CelTold>(teller, { engine: "cel", sources }, { request, world }));
}

/** What is told of admission policies. */
export function celTold({ ok, error }: Answer<CelTold>): SomeTold {
  if (error !== undefined)
    return error.code === "bad-input" ? nothingTold : { ...nothingTold, problems: [problemOf(error, "internal")] };
  const params = ok.params.map(({ path, line, ...one }) => ({
    ...one,
    ...(path === "" ? {} : { place: { path, line } }),
  }));
  return { told: { matched: ok.matched, evaluated: ok.evaluated, params }, problems: [] };
}

/** What each check of PodSecurity found. */
export async function ofPodSecurity(teller: KubeTeller, { policies, request, world }: Asked): Promise<SomeTold> {
  const sources = policies.flatMap((policy) => policy.sources);
  const { ok, error } = await askKube<{ readonly checked: readonly ExplainedChecks[] }>(
    teller,
    { engine: "podsecurity", sources },
    { request, world },
  );
  const params = world.params === undefined ? [] : [settingsParams("PodSecurity", world.params)];
  if (error === undefined) return { told: { checked: ok.checked, params }, problems: [] };
  return error.code === "bad-input" ? nothingTold : { ...nothingTold, problems: [problemOf(error, "internal")] };
}

/** Asks what policies do with a request. */
export async function askKube<T>(
  { hosts, name }: KubeTeller,
  { engine, sources }: { readonly engine: "cel" | "podsecurity"; readonly sources: readonly SourceFile[] },
  { request, world }: { readonly request: Request; readonly world: World },
): Promise<Answer<T>> {
  await hosts.ready(world.kubernetes);
  const { kube, worldOf } = hosts.of(world.kubernetes);
  const handle = name("policies");
  const release = world.kubernetes === undefined ? {} : { kubernetes: world.kubernetes };
  void kube.ask<Policies>("policies", { as: handle, engine, sources, ...release }, { makes: handle });
  const body = { policies: handle, world: worldOf(world).handle, request: requestBody(request), ...admission(world) };
  const answer = kube.ask<T>("explain", body);
  void kube.ask("drop", { handles: [handle] });
  return answer;
}
