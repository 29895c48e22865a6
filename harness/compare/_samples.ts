import type { Difference, Sample } from "../model/index.ts";

/**
 * Which differences are shrunk: of those that look alike a limited number, and no more once there are very many looks. What counts is what came before, and of a shard no more
 * came before than of the whole, so that its shards together shrink all that the whole does.
 */
export interface Sampling {
  /** Whether the next difference of this look is shrunk. Those that are `listed` as known always are. */
  wants(look: string, listed: boolean): boolean;
  /** Says what came of one that was. */
  took(look: string, known: boolean): void;
}

/** How many are shrunk. */
export interface Limits {
  readonly ofOneLook: number;
  /** Those whose cause is known do not use the limit up, or they would hide others; this many, no fewer, are enough all the same. */
  readonly knownOfOneLook: number;
  /** Of all looks together, each counted up to its own limit. */
  readonly inAll: number;
}

export function openSampling(limits: Limits = usualLimits): Sampling {
  const looks = new Map<string, { seen: number; known: number; unknown: number }>();
  let spent = 0;
  const of = (look: string): { seen: number; known: number; unknown: number } => {
    const counts = looks.get(look) ?? { seen: 0, known: 0, unknown: 0 };
    looks.set(look, counts);
    return counts;
  };
  return {
    wants(look, listed) {
      const counts = of(look);
      const isFull =
        counts.unknown >= limits.ofOneLook || counts.known >= limits.knownOfOneLook || spent >= limits.inAll;
      if (counts.seen++ < limits.ofOneLook) spent++;
      return listed || !isFull;
    },
    took: (look, known) => void of(look)[known ? "known" : "unknown"]++,
  };
}

/** One difference for each cause, in the order in which they were found. */
export function differencesOf(samples: readonly Sample[], reasons: ReadonlyMap<string, string>): readonly Difference[] {
  const causes = new Map<string, Difference>();
  for (const { difference } of samples) causes.set(difference.cause, joined(causes.get(difference.cause), difference));
  return [...causes.values()].map(({ known: _, ...one }) => {
    const known = reasons.get(one.cause);
    return known === undefined ? one : { ...one, known };
  });
}

/** Samples as their trials stand in the whole run. Trials of a corpus have one position and are told apart by name. */
export function inOrder(samples: readonly Sample[]): readonly Sample[] {
  const nameOf = ({ difference: { origins } }: Sample): string =>
    origins[0] !== undefined && "case" in origins[0] ? origins[0].case : "";
  return samples.toSorted((one, other) => one.position - other.position || (nameOf(one) < nameOf(other) ? -1 : 1));
}

/** Of the samples of all shards, in the order of the whole, those that the whole would have shrunk. */
export function chosenOf(
  samples: readonly Sample[],
  reasons: ReadonlyMap<string, string>,
  limits: Limits = usualLimits,
): readonly Sample[] {
  const sampling = openSampling(limits);
  return samples.filter(({ listed, difference: { look, cause } }) => {
    const wanted = sampling.wants(look, listed === true);
    if (wanted) sampling.took(look, reasons.has(cause));
    return wanted;
  });
}

// --- internal ---

const usualLimits: Limits = { ofOneLook: 8, knownOfOneLook: 64, inAll: 800 };

/** The same cause found twice: the smaller trial stands for both, the earlier one where they are equal. */
function joined(known: Difference | undefined, found: Difference): Difference {
  if (known === undefined) return found;
  const origins = [...known.origins, ...found.origins];
  return found.size < known.size ? { ...found, origins } : { ...known, origins };
}
