import type { Judge, Policy } from "../model/index.ts";
import type { Answer } from "./_answer.ts";
import { problemOf } from "./_answer.ts";
import type { Hosts, KubeHost } from "./_hosts.ts";
import { type MutantsAsked, type MutantsMade, mutantOf } from "./_kept-mutants.ts";
import { judgeOne, kubeEngine, problemsOf } from "./_kube.ts";
import type { MadeMutants, Policies } from "./_ops.ts";
import { errorVerdict } from "./_verdict.ts";

/** Who makes mutants of CEL and judges by them. */
export interface CelMutants {
  readonly hosts: Hosts;
  /** How long it may take to make those of one policy. */
  readonly timeoutMs: number;
}

/** Mutants as a server of one release takes them. */
interface Made {
  readonly host: KubeHost;
  readonly handle: string;
  readonly answer: Promise<Answer<MadeMutants & Pick<Policies, "problems">>>;
}

/** Which mutants there are says the release that is asked about; a case of another release is judged by those that are the same there. */
export async function mutantsOfCel(
  { hosts, timeoutMs }: CelMutants,
  policy: Policy,
  { operators, kubernetes }: MutantsAsked,
): Promise<MutantsMade> {
  const unknown = await hosts.ready(kubernetes);
  if (unknown.length > 0) return { problems: unknown };
  const { sources } = policy;
  const original = await kubeEngine("cel", hosts).compile([policy], kubernetes === undefined ? {} : { kubernetes });
  if (original.judge === undefined || original.problems.length > 0) return { problems: original.problems };
  const releases = new Map<string | undefined, Made>();
  const madeFor = (release: string | undefined): Made => {
    const known = releases.get(release);
    if (known !== undefined) return known;
    const host = hosts.of(release);
    const handle = host.name("mutants");
    const body = { as: handle, sources, ...(operators && { operators }), ...(release && { kubernetes: release }) };
    const made = { host, handle, answer: host.kube.ask<never>("mutants", body, { makes: handle, timeoutMs }) };
    releases.set(release, made);
    return made;
  };
  const { ok, error } = await madeFor(kubernetes).answer;
  if (error !== undefined) return { problems: [problemOf(error, "bad-policy")] };
  if (ok.problems.length > 0) return { problems: problemsOf(ok) };
  const judgeOf = (text: string, at: number): Judge => {
    const inOther = async (release: string | undefined) => placeOf(text, await madeFor(release).answer);
    return async (request, world) => {
      const release = world.kubernetes ?? kubernetes;
      const index = release === kubernetes ? at : await inOther(release);
      if (index === -1)
        return errorVerdict([{ code: "bad-policy", message: `Kubernetes ${release} refuses the mutant` }]);
      const { host, handle } = madeFor(release);
      return judgeOne({ host, handle: `${handle}/${index}` }, { request, world });
    };
  };
  return {
    value: {
      original: original.judge,
      mutants: ok.mutants.map((made, at) => ({
        number: at,
        mutant: mutantOf(policy.control, "cel", made),
        judge: judgeOf(made.text, at),
      })),
      drop: () => {
        for (const { host, handle } of releases.values()) void host.kube.ask("drop", { handles: [handle] });
      },
    },
  };
}

// --- internal ---

/** Releases may number mutants otherwise. */
function placeOf(text: string, { ok }: Awaited<Made["answer"]>): number {
  return ok === undefined ? -1 : ok.mutants.findIndex((mutant) => mutant.text === text);
}
