import { type Problem, placeText, type SourceFile } from "../../model/index.ts";
import type { ImportedControl } from "./_control-plan.ts";

/** What came of an import. */
export interface Imported {
  /** Those of the files that were not there yet. */
  readonly files: readonly SourceFile[];
  readonly dryRun: boolean;
  readonly problems: readonly Problem[];
}

/** What was done, control by control, and what was not. */
export function importText(plan: readonly ImportedControl[], { files, dryRun, problems }: Imported): string {
  const fresh = new Set(files.map(({ path }) => path));
  const lines = [
    ...plan.filter(({ files }) => files.length > 0).map((control) => controlLine(control, { fresh, dryRun })),
    ...problems.map(({ message, place }) => `problem: ${place === undefined ? "" : `${placeText(place)}: `}${message}`),
    ...plan.flatMap(({ unsaid }) => unsaid.map((what) => `not imported: ${what}`)),
    sumLine(plan, dryRun),
    ...(files.length === 0 ? [] : [nextLine(dryRun)]),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

// --- internal ---

function controlLine(
  { id, from, files }: ImportedControl,
  { fresh, dryRun }: { readonly fresh: ReadonlySet<string>; readonly dryRun: boolean },
): string {
  const own = files.filter(({ path }) => fresh.has(path));
  const folders = [...Map.groupBy(own, ({ path }) => path.split("/").slice(0, -1).join("/"))];
  if (folders.length === 0) return `left \`${id}\`: its files are there already`;
  const counted = folders.map(([folder, { length }]) => `${folder}/ (${length})`).join(", ");
  const left = files.length - own.length;
  return `${dryRun ? "would write" : "wrote"} ${counted}: from ${from}${left === 0 ? "" : `; ${left} files were there already`}`;
}

function sumLine(plan: readonly ImportedControl[], dryRun: boolean): string {
  const cases = plan.reduce((sum, control) => sum + control.cases, 0);
  const controls = plan.filter(({ files }) => files.length > 0).length;
  const counted = `${cases} ${cases === 1 ? "case" : "cases"} of ${controls} ${controls === 1 ? "control" : "controls"}`;
  return `${counted} ${dryRun ? "can be" : cases === 1 ? "is" : "are"} imported`;
}

function nextLine(dryRun: boolean): string {
  if (dryRun) return "next: run it without --dry-run";
  return "next: `assay test`; the suites run beside what was imported until you remove them, or name others under `suites` in assay.yaml";
}
