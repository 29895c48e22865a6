import type { Engines } from "../engine/index.ts";
import { drawTrial, sizeOf, smaller, trials } from "../generate/index.ts";
import type { Case, ParameterSource, Policy, Problem, Reads, Trial } from "../model/index.ts";
import type { Stream } from "./_ask-in-turn.ts";
import { asSent } from "./_beside-gatekeeper.ts";
import type { Shrinking } from "./_shrink.ts";

/** What generated requests are made for. */
export interface StreamOptions {
  readonly engines: Engines;
  readonly policies: readonly Policy[];
  readonly cases: readonly Case[];
  readonly seed: number;
  /** `false` generates without regard to what the policies read. @defaultValue true */
  readonly directed?: boolean;
  /** Kinds to generate. @defaultValue those that policies and cases are about */
  readonly kinds?: readonly string[];
  /** Whether what policies look at in the request itself is leant to: who asks, and where. @defaultValue false */
  readonly leanToRequest?: boolean;
  /** Where parameters of the policies are drawn from. @defaultValue the Constraints and schemas of ConstraintTemplates among them */
  readonly parameters?: readonly ParameterSource[];
}

/** A stream of generated requests, and how they are made smaller. */
export interface OpenedStream {
  readonly stream?: Stream;
  readonly shrinking: Shrinking;
  readonly problems: readonly Problem[];
}

/** Opens the stream of requests that lean to what the policies read. */
export async function openStream(options: StreamOptions): Promise<OpenedStream> {
  const { engines, policies, cases, seed, directed = true, kinds } = options;
  const [schema, { reads: told, problems }, found] = await Promise.all([
    schemaOf(engines),
    engines.reads(policies),
    engines.parameters(policies),
  ]);
  const { requests = [], ...others } = told;
  const reads: Reads = options.leanToRequest === true ? { ...others, chains: [...told.chains, ...requests] } : others;
  const parameters = options.parameters ?? unlike(found.sources);
  const shrinking: Shrinking = { smaller: (trial) => smaller(trial, parameters), sizeOf };
  if (schema.value === undefined) return { shrinking, problems: schema.problems };
  const arbitrary = trials({
    schema: schema.value,
    parameters,
    cases: directed ? cases : [],
    ...(directed ? { reads } : { reads: { ...reads, chains: [], strings: [], numbers: [], patterns: [] } }),
    ...(kinds === undefined ? {} : { kinds }),
  });
  const draw = (index: number): Trial => drawTrial(arbitrary, seed, index);
  const drawSent = (index: number): Trial => asSent(draw(index), reads);
  return { stream: { seed, draw: found.sources.length === 0 ? draw : drawSent }, shrinking, problems };
}

// --- internal ---

/** Both sides of a comparison may have the same template. */
function unlike(sources: readonly ParameterSource[]): readonly ParameterSource[] {
  return [...new Map(sources.map((source) => [JSON.stringify(source), source])).values()];
}

const schemas = new WeakMap<Engines, ReturnType<Engines["schema"]>>();

/** Asked for once. */
function schemaOf(engines: Engines): ReturnType<Engines["schema"]> {
  const known = schemas.get(engines) ?? engines.schema();
  schemas.set(engines, known);
  return known;
}
