import { isDeepStrictEqual } from "node:util";
import type { EvaluationError, JsonObject, Verdict } from "../model/index.ts";
import type { RuleResult } from "./_kyverno-report.ts";
import { errorVerdict, skipVerdict } from "./_verdict.ts";

/** What the rules said of one object, and what mutating rules made of it. */
export interface KyvernoAnswer {
  readonly results: readonly RuleResult[];
  readonly before: JsonObject;
  readonly after?: JsonObject;
}

/** One verdict of many rules: an error before a violation, a violation before what passed, and a skip where nothing applied. */
export function verdictOf({ results, before, after }: KyvernoAnswer): Verdict {
  const of = (result: string): readonly RuleResult[] => results.filter((one) => one.result === result);
  const errors = [...of("error"), ...results.filter(({ result }) => !known.has(result))];
  if (errors.length > 0) return errorVerdict(errors.map(errorOf));
  const [failed, warned, passed, skipped] = [of("fail"), of("warn"), of("pass"), of("skip")];
  const warnings = warned.map(({ message }) => message);
  if (failed.length + warned.length + passed.length === 0)
    return skipVerdict(skipped.length === 0 ? "no rule applies" : skipped.map(reasonOf).join("; "));
  return {
    decision: failed.length > 0 ? "deny" : "allow",
    violations: failed.map((one) => ({ policy: nameOf(one), message: one.message })),
    warnings,
    audit: {},
    ...(after === undefined || isDeepStrictEqual(placed(after), placed(before)) ? {} : { object: after }),
  };
}

/** Whether a rule is among those that count: `rule`, `policy/rule`, or `policy/*`; rules made for controllers of Pods count as theirs. */
export function counts(entrypoints: readonly string[] | undefined, { policy, rule }: RuleResult): boolean {
  if (entrypoints === undefined) return true;
  const written = rule.replace(/^autogen-(?:cronjob-)?/, "");
  const bare = policy.replace(/^.*\//, ""); // without a namespace
  return [rule, written, `${bare}/${rule}`, `${bare}/${written}`, `${bare}/*`].some((name) =>
    entrypoints.includes(name),
  );
}

// --- internal ---

const known = new Set(["fail", "warn", "pass", "skip", "error"]);

function nameOf({ policy, rule }: RuleResult): string {
  return rule === "" || rule === policy ? policy : `${policy}/${rule}`;
}

function errorOf(one: RuleResult): EvaluationError {
  const message = known.has(one.result) ? one.message : `kyverno gave the result \`${one.result}\`: ${one.message}`;
  return { code: "evaluation", message, policy: nameOf(one) };
}

function reasonOf(one: RuleResult): string {
  return `${nameOf(one)}: ${one.message === "" ? "skipped" : one.message}`;
}

/** The CLI writes `default` into an object without a namespace. */
function placed(object: JsonObject): JsonObject {
  const metadata = (object["metadata"] ?? {}) as JsonObject;
  return { ...object, metadata: { ...metadata, namespace: metadata["namespace"] ?? "default" } };
}
