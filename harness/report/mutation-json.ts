import type { Json, JsonObject, MutantOutcome, MutantStatus, Place, Report, SourceFile } from "../model/index.ts";

/** Mutants in the schema of mutation-testing-elements, which dashboards and its HTML report read. */
export function mutationJson(report: Report): string {
  return `${JSON.stringify(mutationReport(report), undefined, 2)}\n`;
}

/** A report of mutants as that schema has it. */
export function mutationReport({ mutants = [], mutated = [] }: Report): JsonObject {
  const byFile = Map.groupBy(mutants, ({ place }) => place.path);
  const files = mutated.map((file): [string, Json] => [file.path, fileOf(file, byFile.get(file.path) ?? [])]);
  return {
    schemaVersion: "2",
    thresholds: { high: 95, low: 80 },
    framework: { name: "assay" },
    files: Object.fromEntries(files),
  };
}

// --- internal ---

/** What the schema calls it. A mutant that nothing told from the original is not counted. */
const statuses: Readonly<Record<MutantStatus, string>> = {
  killed: "Killed",
  survived: "Survived",
  equivalent: "Ignored",
};

function fileOf({ path, text }: SourceFile, mutants: readonly MutantOutcome[]): Json {
  return {
    language: path.endsWith(".rego") ? "rego" : "yaml",
    source: text,
    mutants: mutants.map((mutant, index) => mutantOf(mutant, `${path}#${index + 1}`)),
  };
}

function mutantOf({ operator, original, replacement, place, status, ...of }: MutantOutcome, id: string): Json {
  const reason = status === "equivalent" ? `not told apart by ${of.requests ?? 0} requests` : reasonOf(of);
  return {
    id,
    mutatorName: operator,
    description: `${of.control} [${of.engine}]: ${original} → ${replacement}`,
    replacement,
    location: locationOf(place, original),
    status: statuses[status],
    ...(reason === undefined ? {} : { statusReason: reason }),
  };
}

function reasonOf({
  case: name,
  why,
  difference,
}: Pick<MutantOutcome, "case" | "why" | "difference">): string | undefined {
  if (name !== undefined) return `${name}: ${why ?? "it failed"}`;
  return why ?? difference?.differences.join("; ");
}

function locationOf({ line = 1, column = 1 }: Place, original: string): Json {
  const lines = original.split("\n");
  const last = lines.at(-1) ?? "";
  const end = lines.length === 1 ? column + last.length : last.length + 1;
  return { start: { line, column }, end: { line: line + lines.length - 1, column: Math.max(end, 1) } };
}
