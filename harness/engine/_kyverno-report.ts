import type { JsonObject } from "../model/index.ts";
import { readJson } from "./_json.ts";

/** What one rule said of one object. */
export interface RuleResult {
  readonly policy: string;
  /** Empty, or the policy's name, where the policy has no rules. */
  readonly rule: string;
  readonly result: string;
  readonly message: string;
  /** As {@link objectKey} makes it; empty for what is about no object. */
  readonly object: string;
}

/** What the binary wrote: results of rules, and the policies that it left out. */
export interface KyvernoReport {
  readonly results: readonly RuleResult[];
  readonly leftOut: readonly string[];
}

/** Reads the reports in what `kyverno apply --policy-report --output-format json` wrote, between whatever else it wrote. */
export function readReport(stdout: string, stderr: string): KyvernoReport {
  const lines = stdout.split("\n");
  const results = [...stdout.matchAll(/\{"kind":"\w*Report",.*$/gm)].flatMap(([report]) => resultsOf(report));
  return {
    results: results.sort(byRule),
    leftOut: [...new Set([...skippedPolicies(lines), ...unreadPolicies(stderr)])],
  };
}

/** By what objects are told apart in a report. The CLI puts what has no namespace into `default`, where it may. */
export function objectKey(object: JsonObject): string {
  const metadata = (object["metadata"] ?? {}) as JsonObject;
  return keyOf({ ...object, name: metadata["name"], namespace: metadata["namespace"] } as Reference);
}

/** What the binary says that is wrong: behind `Error:`, or all that it says as it crashes. Programs that it uses write there too. */
export function wordsOf(stderr: string): string {
  const lines = plain(stderr)
    .split("\n")
    .filter((line) => line.trim() !== "");
  const from = lines.findIndex((line) => /^(Error: |panic: |fatal error: )/.test(line));
  return from === -1
    ? ""
    : lines
        .slice(from)
        .join("\n")
        .replace(/^Error: /, "");
}

/** An object as a report refers to it. */
export interface Reference {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
}

/** By what an object that is referred to is told apart. */
export function keyOf({ apiVersion = "", kind = "", namespace, name = "" }: Reference): string {
  return [apiVersion, kind, namespace === undefined || namespace === "" ? "default" : namespace, name].join(",");
}

/** An order of results: the binary goes through its policies in none that is fixed. */
export function byRule(left: RuleResult, right: RuleResult): number {
  const [one, other] = [left, right].map(({ policy, rule, message }) => `${policy}\n${rule}\n${message}`) as [
    string,
    string,
  ];
  return one < other ? -1 : Number(one > other);
}

// --- internal ---

interface ReportedResult {
  readonly policy?: string;
  readonly rule?: string;
  readonly result?: string;
  readonly message?: string;
  readonly resources?: readonly Reference[];
}

function resultsOf(text: string): readonly RuleResult[] {
  let report: { readonly results?: readonly ReportedResult[] };
  try {
    report = readJson(text) as typeof report;
  } catch {
    return []; // words that happen to begin so
  }
  return (report.results ?? []).map(({ policy = "", rule = "", result = "", message = "", resources }) => ({
    policy,
    rule,
    result,
    message,
    object: resources?.[0] === undefined ? "" : keyOf(resources[0]),
  }));
}

/** `1. name: reason` under a heading, between rulers. */
function skippedPolicies(lines: readonly string[]): readonly string[] {
  const from = lines.findIndex((line) => /^(Policies Skipped|Invalid Policies):$/.test(line));
  if (from < 0) return [];
  const listed = lines.slice(from + 1).map((line) => /^\d+\. (.*)$/.exec(line)?.[1]);
  return listed.slice(0, listed.indexOf(undefined) + 1).flatMap((line) => (line === undefined ? [] : [line]));
}

/** What its log tells of policies that it could not read, and goes on without. */
function unreadPolicies(stderr: string): readonly string[] {
  const lines = plain(stderr).split("\n");
  return lines
    .filter((line) => /skipping invalid YAML file|Non-fatal parsing error/.test(line))
    .map((line) => /error=("(?:[^"\\]|\\.)*"|\S+)/.exec(line)?.[1] ?? line)
    .map((words) => (words.startsWith('"') ? (readJson(words) as string) : words));
}

function plain(text: string): string {
  return text.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g"), "");
}
