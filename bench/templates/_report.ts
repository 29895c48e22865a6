import type { Difference, Json, ObjectSource, Verdict } from "../../harness/model/index.ts";
import type { Compared, Pair } from "./_compare.ts";

/** A Markdown table with a row for each template. */
export function tableOf(rows: readonly Compared[]): string {
  const head = [
    "template",
    "requests",
    "refused",
    "denied",
    "WASM differs",
    "CEL differs",
    "causes: opposite",
    "CEL fails",
    "Rego fails",
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
  const ofKind = (kind: Kind): readonly Difference[] => cel.differences.filter((one) => kindOf(one) === kind);
  const telling = ofKind("opposite").length > 0 ? ofKind("opposite") : cel.differences;
  const [smallest] = [...telling].sort((a, b) => a.size - b.size);
  const milliseconds = (comparison?.milliseconds ?? 0) + (wasm.comparison?.milliseconds ?? 0);
  return [
    id,
    String(comparison?.generated ?? "-"),
    String(comparison?.refused ?? "-"),
    String(comparison?.decided.left.deny ?? "-"),
    differedText(wasm),
    differedText(cel),
    ...kinds.map((kind) => String(ofKind(kind).length)),
    smallest === undefined ? "" : `\`${objectText(smallest)}\``,
    (milliseconds / 1000).toFixed(0),
  ];
}

type Kind = (typeof kinds)[number];

const kinds = ["opposite", "right fails", "left fails"] as const;

/** One side denies what the other lets pass, or fails. */
function kindOf({ left, right }: Difference): Kind {
  if (left.verdict.decision === "error") return "left fails";
  return right.verdict.decision === "error" ? "right fails" : "opposite";
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

function causeText({ trial, size, origins, left, right, differences }: Difference): string {
  return [
    `### ${differences.join("; ")}: ${size} fields, ${origins.length} of them shrunk`,
    ...[left, right].map(({ side, verdict }) => `- ${side}: ${saidText(verdict)}`),
    `- request: ${JSON.stringify(trial.request)}`,
    `- world: ${JSON.stringify(trial.world)}`,
  ].join("\n");
}

/** With what the API server makes of an error. */
function saidText({ decision, violations, errors = [], skipped, response }: Verdict): string {
  const made = response === undefined || decision !== "error" ? "" : `, so ${response.allowed ? "allowed" : "denied"}`;
  const messages = [...violations, ...errors].map(({ message }) => message);
  return [`${decision}${made}`, ...new Set(messages), ...(skipped === undefined ? [] : [skipped])].join("; ");
}

function jsonOf(source: ObjectSource | undefined): Json | undefined {
  return source !== undefined && "json" in source ? source.json : undefined;
}
