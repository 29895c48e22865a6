import type { Judge } from "./engine.ts";
import type { Place } from "./source.ts";
import type { Trial } from "./trial.ts";
import type { Verdict } from "./verdict.ts";

/** One of two judges that are compared. */
export interface Side {
  /** As the user names it: `rego`, `cel@1.31`, `podsecurity:baseline`. */
  readonly name: string;
  readonly judge: Judge;
}

/** Where a trial comes from: a case, or the stream of generated ones, of which seed and index make the same trial again. */
export type Origin =
  | { readonly case: string; readonly place: Place }
  | { readonly seed: number; readonly index: number };

/** What one side said. */
export interface Said {
  readonly side: string;
  readonly verdict: Verdict;
}

/** One cause why two judges differ, with the smallest trial that shows it. */
export interface Difference {
  readonly kind: "difference";
  readonly control: string;
  readonly left: Said;
  readonly right: Said;
  /** What differs, a sentence each. */
  readonly differences: readonly string[];
  /** As small as it could be made. */
  readonly trial: Trial;
  /** Fields and items of the trial. */
  readonly size: number;
  /** What was shrunk to it; the first stands for the others. */
  readonly origins: readonly Origin[];
  /** The same for every trial that shrinks to the same form. */
  readonly cause: string;
  /** The same for every difference that looks alike before it is shrunk; of each look a limited number is shrunk. */
  readonly look: string;
  /** The command that finds it again. */
  readonly replay?: string;
  /** Why the difference is meant, where it is known. */
  readonly known?: string;
  readonly place?: Place;
  /** Of one that generated requests alone show, where a policy says what differs. */
  readonly policyAt?: Place;
}

/** A difference that was shrunk, as a shard tells it, so that all shards come to what the whole run would have found. */
export interface Sample {
  /** Where its trial stands among all of the whole run. */
  readonly position: number;
  /** Whether its case is why the difference is known. */
  readonly listed?: boolean;
  readonly difference: Difference;
}

/** How often a side decided what. */
export interface Decided {
  readonly allow: number;
  readonly deny: number;
  readonly skip: number;
  readonly error: number;
  /** Of those that it allowed, what its policies warned of. */
  readonly warned: number;
  /** Of those that it allowed, what its policies changed. */
  readonly changed: number;
  /** Each rule that denied or warned, and how often; a rule is what a violation names, in CEL with the validation. */
  readonly rules: Readonly<Record<string, number>>;
}

/** What came of comparing two judges on a stream of trials. */
export interface Comparison {
  readonly control: string;
  readonly left: string;
  readonly right: string;
  /** Golden cases among the trials. */
  readonly cases: number;
  /** Generated trials. */
  readonly generated: number;
  /** Refused by the API server before any policy saw them. */
  readonly refused: number;
  readonly agreed: number;
  readonly differed: number;
  /** Neither side had a policy that applied. */
  readonly unmatched: number;
  /** Both sides failed. */
  readonly failed: number;
  readonly decided: { readonly left: Decided; readonly right: Decided };
  /** Causes of differences that are findings. */
  readonly causes: number;
  /** Differences that are known: listed, or what their case expects. */
  readonly known: readonly Difference[];
  /** Of a shard every difference that was shrunk, in order. */
  readonly samples?: readonly Sample[];
  /** Where the sides are two revisions of policies, what changed between them. */
  readonly change?: PolicyChange;
  readonly milliseconds: number;
}

/** What became of policies from one revision to another, beside the decisions that differ. */
export interface PolicyChange {
  /** The lines that changed, as a unified diff. */
  readonly diff: string;
  /** Requests that both revisions let pass, one because it allows them and the other because nothing applies any more, or yet. */
  readonly rematched: number;
  /** The first of those. */
  readonly firstRematched?: Origin;
}

/** What came of judging with one policy under releases of Kubernetes, each compared with the one before it. */
export interface AcrossReleases {
  readonly control: string;
  readonly side: string;
  /** In the order in which they were compared. */
  readonly releases: readonly { readonly release: string; readonly compiles: boolean }[];
  /** Those at which some verdict changes. */
  readonly changes: readonly string[];
  /** Golden cases among the trials; those with a release of their own are none. */
  readonly cases: number;
  /** Generated trials. */
  readonly generated: number;
  /** Trials that some policy judged, under two releases at least. */
  readonly compared: number;
  /** Of a shard every difference that was shrunk, in order. */
  readonly samples?: readonly Sample[];
  readonly milliseconds: number;
}
