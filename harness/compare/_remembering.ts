import type { Judge, Request, Verdict, World } from "../model/index.ts";

/** The judge with what it said of the same request in the same world: every property begins with the same requests. */
export function remembering(judge: Judge, known: Map<Judge, Judge>): Judge {
  const found = known.get(judge);
  if (found !== undefined) return found;
  const said = new WeakMap<Request, WeakMap<World, Promise<Verdict>>>();
  const made: Judge = (request, world) => {
    const ofRequest = said.get(request) ?? new WeakMap<World, Promise<Verdict>>();
    said.set(request, ofRequest);
    const verdict = ofRequest.get(world) ?? judge(request, world);
    ofRequest.set(world, verdict);
    return verdict;
  };
  known.set(judge, made);
  return made;
}
