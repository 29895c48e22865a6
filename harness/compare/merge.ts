import { AssayError, type Finding, type Problem, type Report, type Shard } from "../model/index.ts";
import { mergeComparisons } from "./_merge-comparisons.ts";
import { mergeMatrix } from "./_merge-matrix.ts";
import { mergeOutcomes, mergeProblems, mergeStale, mergeTestFindings } from "./_merge-outcomes.ts";
import { mergeReleases } from "./_merge-releases.ts";
import { untriedIn } from "./_unchecked.ts";
import { comparisonFindings } from "./findings.ts";

/** A report of one shard, with the name that messages call it by. */
export interface ShardReport {
  readonly name: string;
  readonly report: Report;
}

/**
 * The report of the whole run from those of its shards: the same as that of a run without shards, times aside. A shard that is missing is a problem of the report.
 * @throws an AssayError for reports that are not shards of one run
 */
export function mergeReports(given: readonly ShardReport[]): Report {
  const { first, parts } = checked(given);
  const reports = parts.map(({ report }) => report);
  const compared = mergeComparisons(reports.map(({ comparisons = [] }) => comparisons));
  const across = mergeReleases(reports);
  const outcomes = mergeOutcomes(reports);
  const findings: readonly Finding[] = [
    ...mergeTestFindings(reports),
    ...untriedIn(outcomes),
    ...compared.flatMap(comparisonFindings),
    ...across.flatMap((one) => one.findings),
    ...mergeStale(reports),
  ];
  const count = (status: string): number => outcomes.filter((outcome) => outcome.status === status).length;
  return {
    command: first.report.command,
    outcomes,
    ...(reports.some(({ comparisons }) => comparisons !== undefined)
      ? { comparisons: compared.map(({ comparison }) => comparison) }
      : {}),
    ...(reports.some(({ releases }) => releases !== undefined) ? { releases: across.map((one) => one.across) } : {}),
    ...(reports.some(({ matrix }) => matrix !== undefined) ? { matrix: mergeMatrix(reports) } : {}),
    findings,
    ...(first.report.aside === undefined ? {} : { aside: first.report.aside }), // every shard reads the same requests
    problems: [...mergeProblems(reports, outcomes), ...missing(parts, first.shard)],
    milliseconds: Math.max(...reports.map(({ milliseconds }) => milliseconds)),
    counts: { passed: count("passed"), failed: count("failed"), skipped: count("skipped") },
    ...(reports.some(({ interrupted }) => interrupted === true) ? { interrupted: true } : {}),
  };
}

// --- internal ---

interface Part extends ShardReport {
  readonly shard: Shard;
}

/** The shards in their order. */
function checked(given: readonly ShardReport[]): { readonly first: Part; readonly parts: readonly Part[] } {
  const parts = given.map(({ name, report }): Part => {
    if (report.shard !== undefined) return { name, report, shard: report.shard };
    throw new AssayError("bad-usage", `\`${name}\` is the report of a whole run, not of a shard: leave it out`);
  });
  const [first, ...others] = parts;
  if (first === undefined) throw new AssayError("nothing-found", "there is no report to merge");
  for (const other of others) refuseOther(first, other);
  const byIndex = new Map<number, Part>();
  for (const part of parts) {
    const { index, count } = part.shard;
    const twin = byIndex.get(index);
    if (twin !== undefined)
      throw new AssayError("bad-usage", `\`${twin.name}\` and \`${part.name}\` are both shard ${index}/${count}`);
    byIndex.set(index, part);
  }
  return { first, parts: parts.toSorted((one, other) => one.shard.index - other.shard.index) };
}

function refuseOther(first: Part, other: Part): void {
  const { of, count } = other.shard;
  if (of !== first.shard.of)
    throw new AssayError(
      "bad-usage",
      `\`${first.name}\` and \`${other.name}\` are shards of different runs: \`${first.shard.of}\` and \`${of}\``,
    );
  if (count !== first.shard.count)
    throw new AssayError(
      "bad-usage",
      `\`${first.name}\` is one of ${first.shard.count} shards, but \`${other.name}\` is one of ${count}`,
    );
}

function missing(parts: readonly Part[], { count }: Shard): readonly Problem[] {
  const there = new Set(parts.map(({ shard }) => shard.index));
  const absent = Array.from({ length: count }, (_, at) => at + 1).filter((index) => !there.has(index));
  if (absent.length === 0) return [];
  const shown = absent.slice(0, 16).map((index) => `${index}/${count}`);
  const message = `${absent.length} of ${count} shards are missing: ${shown.join(", ")}${absent.length > shown.length ? ", …" : ""}`;
  return [{ code: "nothing-found", message, hint: "run them, and merge again; this is what the others found" }];
}
