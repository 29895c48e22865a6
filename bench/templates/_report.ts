import type { Difference, Json, ObjectSource } from "../../harness/model/index.ts";
import type { Compared, Pair } from "./_compare.ts";

/** A Markdown table with a row for each template. */
export function tableOf(rows: readonly Compared[]): string {
  const head = [
    "template",
    "requests",
    "refused",
    "denied",
    "Rego in Gatekeeper / as WASM",
    "Rego / CEL: differ",
    "causes",
    "smallest",
    "s",
  ];
  return [head, head.map(() => "---"), ...rows.map(rowOf)].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** Every cause with its smallest request, and what either side said. */
export function causesText({ id, wasm, cel }: Compared): string {
  const all = [...wasm.differences, ...cel.differences];
  return [`## ${id}`, ...all.map(causeText)].join("\n\n");
}

// --- internal ---

function rowOf({ id, wasm, cel }: Compared): readonly string[] {
  const { comparison } = cel;
  const smallest = [...cel.differences].sort((a, b) => a.size - b.size)[0];
  return [
    id,
    String(comparison?.generated ?? "-"),
    String(comparison?.refused ?? "-"),
    String(comparison?.decided.left.deny ?? "-"),
    differedText(wasm),
    differedText(cel),
    String(cel.differences.length),
    smallest === undefined ? "" : `\`${objectText(smallest)}\``,
    ((comparison?.milliseconds ?? 0) / 1000 + (wasm.comparison?.milliseconds ?? 0) / 1000).toFixed(0),
  ];
}

function differedText({ comparison }: Pair): string {
  return comparison === undefined ? "not asked" : String(comparison.differed);
}

function objectText({ trial: { request, world } }: Difference): string {
  const told: readonly (readonly [string, Json | undefined])[] = [
    [request.operation.toLowerCase(), jsonOf(request.object)],
    ["old", jsonOf(request.oldObject)],
    ["parameters", world.params],
    ["namespaces", world.namespaces],
  ];
  return told.flatMap(([name, json]) => (json === undefined ? [] : `${name} ${JSON.stringify(json)}`)).join(" ");
}

function causeText({ trial, size, origins, left, right, differences, cause }: Difference): string {
  const said = [left, right].map(
    ({ side, verdict: { decision, violations, errors = [], skipped } }) =>
      `- ${side}: ${[decision, ...violations.map(({ message }) => message), ...errors.map(({ message }) => message), skipped ?? ""].join("; ")}`,
  );
  const { request, world } = trial;
  return [
    `### ${differences.join("; ")}: ${size} fields, ${origins.length} of them shrunk`,
    ...said,
    `- request: ${JSON.stringify(request)}`,
    `- world: ${JSON.stringify(world)}`,
    `- cause: ${JSON.stringify(cause.split("\n")[0])}`,
  ].join("\n");
}

function jsonOf(source: ObjectSource | undefined): Json | undefined {
  return source !== undefined && "json" in source ? source.json : undefined;
}
