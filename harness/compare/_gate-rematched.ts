import type { Case, Decision, Origin, Request, Side } from "../model/index.ts";
import type { Stream } from "./_ask-in-turn.ts";

/** Watches two sides for requests that both let pass, one of them because nothing applies. */
export interface Rematched {
  readonly left: Side;
  readonly right: Side;
  readonly stream: Stream | undefined;
  found(): { readonly rematched: number; readonly firstRematched?: Origin };
}

/** Only cases and drawn requests count, and not what they are shrunk to. */
export function watchRematched(
  sides: readonly [Side, Side],
  { cases, stream }: { readonly cases: readonly Case[]; readonly stream: Stream | undefined },
): Rematched {
  const asked = new WeakMap<Request, Asked>(
    cases.map(({ request, name, place }, position) => [request, { origin: { case: name, place }, position }]),
  );
  const said = new WeakMap<Request, Decision>();
  const found: Asked[] = [];
  const watched = ({ name, judge }: Side): Side => ({
    name,
    judge: async (request, world) => {
      const verdict = await judge(request, world);
      const [own, other] = [asked.get(request), said.get(request)];
      if (own === undefined) return verdict;
      said.set(request, verdict.decision);
      if (other !== undefined && isRematch(other, verdict.decision)) found.push(own);
      return verdict;
    },
  });
  const draw = (index: number): ReturnType<Stream["draw"]> => {
    const trial = (stream as Stream).draw(index);
    asked.set(trial.request, { origin: { seed: (stream as Stream).seed, index }, position: cases.length + index });
    return trial;
  };
  return {
    left: watched(sides[0]),
    right: watched(sides[1]),
    stream: stream === undefined ? undefined : { seed: stream.seed, draw },
    found: () => {
      const [first] = found.toSorted((one, other) => one.position - other.position); // which is answered first is chance
      return { rematched: found.length, ...(first === undefined ? {} : { firstRematched: first.origin }) };
    },
  };
}

// --- internal ---

interface Asked {
  readonly origin: Origin;
  readonly position: number;
}

function isRematch(one: Decision, other: Decision): boolean {
  return (one === "skip" && other === "allow") || (one === "allow" && other === "skip");
}
