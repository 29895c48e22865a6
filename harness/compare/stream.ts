import type { Engines } from "../engine/index.ts";
import type { Case, Policy, Problem } from "../model/index.ts";
import type { Shrinking } from "./_shrink.ts";
import type { Stream } from "./search.ts";

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
}

/** A stream of generated requests, and how they are made smaller. */
export interface OpenedStream {
  readonly stream?: Stream;
  readonly shrinking: Shrinking;
  readonly problems: readonly Problem[];
}

/** Opens the stream of requests that lean to what the policies read. */
export async function openStream(_options: StreamOptions): Promise<OpenedStream> {
  return { shrinking: { smaller: () => [], sizeOf: (trial) => JSON.stringify(trial).length }, problems: [] };
}
