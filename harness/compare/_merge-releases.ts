import type { AcrossReleases, Finding, Report } from "../model/index.ts";
import { chosenOf, differencesOf, inOrder } from "./_samples.ts";
import { uncompared } from "./releases.ts";

/** What one side does under several releases, with what was found of it. */
export interface MergedReleases {
  readonly across: AcrossReleases;
  readonly findings: readonly Finding[];
}

/** What shards that compare under several releases come to. Each compiles under every release: what does not compile is said once. */
export function mergeReleases(reports: readonly Report[]): readonly MergedReleases[] {
  const shares = reports.flatMap(({ releases = [], findings }) => releases.map((across) => ({ across, findings })));
  const bySide = Map.groupBy(shares, ({ across: { control, side } }) => JSON.stringify([control, side]));
  return [...bySide.values()].map((alike) =>
    mergeOne(
      alike.map(({ across }) => across),
      alike[0]?.findings ?? [],
    ),
  );
}

// --- internal ---

function mergeOne(shares: readonly AcrossReleases[], findings: readonly Finding[]): MergedReleases {
  const { control, side, releases } = shares[0] as AcrossReleases;
  const sum = (count: "cases" | "generated" | "compared"): number =>
    shares.reduce((total, share) => total + share[count], 0);
  const samples = inOrder(shares.flatMap((share) => share.samples ?? []));
  const steps = releases.map(({ release }) => {
    const own = samples.filter(({ difference }) => difference.right.side === `${side}@${release}`);
    return { release, differences: differencesOf(chosenOf(own, new Map()), new Map()) };
  });
  const across: AcrossReleases = {
    control,
    side,
    releases,
    changes: steps.filter(({ differences }) => differences.length > 0).map(({ release }) => release),
    cases: sum("cases"),
    generated: sum("generated"),
    compared: sum("compared"),
    milliseconds: Math.max(...shares.map(({ milliseconds }) => milliseconds)),
  };
  const uncompiled = findings.filter(
    (one) =>
      one.kind === "unchecked" &&
      one.control === control &&
      one.message.startsWith(`\`${side}\` does not compile under`),
  );
  return {
    across,
    findings: [...uncompiled, ...steps.flatMap(({ differences }) => differences), ...uncompared(across)],
  };
}
