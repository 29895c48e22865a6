import { dump } from "js-yaml";
import { type JsonObject, placeText, type Report } from "../model/index.ts";
import { type Check, checksOf, checkTitle } from "./_checks.ts";
import { oneLine } from "./_one-line.ts";
import type { Shown } from "./_shown.ts";

/** TAP 14: a test point for everything that was checked, and below what failed a YAML block. */
export function tap(report: Report): string {
  const checks = checksOf(report);
  const lines = [
    "TAP version 14",
    `1..${checks.length}`,
    ...checks.flatMap((check, index) => pointLines(check, index + 1)),
    ...(report.interrupted === true ? ["Bail out! the run was interrupted"] : []),
  ];
  return `${lines.join("\n")}\n`;
}

// --- internal ---

function pointLines(check: Check, number: number): readonly string[] {
  const title = escaped(oneLine(checkTitle(check)));
  const point = (ok: boolean): string => `${ok ? "ok" : "not ok"} ${number} - ${title}`;
  switch (check.status) {
    case "passed":
      return [point(true), ...blockLines(check)];
    case "skipped":
      return [`${point(true)} # SKIP ${escaped(oneLine(check.message ?? ""))}`.trimEnd()];
    case "failed":
    case "error":
      return [point(false), ...blockLines(check)];
  }
}

/** `#` begins a directive, and `\` an escape. */
function escaped(text: string): string {
  return text.replaceAll(/[\\#]/g, (character) => `\\${character}`);
}

function blockLines({ message, place, findings }: Check): readonly string[] {
  const block: JsonObject = {
    ...(message === undefined ? {} : { message }),
    ...(place === undefined ? {} : { at: placeText(place) }),
    ...(findings.length === 0 ? {} : { findings: findings.map(findingBlock) }),
  };
  if (findings.length === 0 && message === undefined) return [];
  const text = dump(block, { lineWidth: -1, noRefs: true }).trimEnd();
  return ["  ---", ...text.split("\n").map((line) => (line === "" ? "" : `  ${line}`)), "  ..."];
}

function findingBlock({ kind, sentence, facts, blocks, place }: Shown): JsonObject {
  return {
    kind,
    message: sentence,
    ...(place === undefined ? {} : { at: placeText(place) }),
    ...Object.fromEntries(facts),
    ...Object.fromEntries(
      blocks.map(({ label, before, text }) => [label, before === undefined ? text : { before, after: text }]),
    ),
  };
}
