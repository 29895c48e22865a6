import type { EngineId, Problem } from "./engine.ts";
import type { Json, JsonObject } from "./json.ts";
import type { Place } from "./source.ts";
import type { Verdict } from "./verdict.ts";

/** One body of a Rego rule that was tried. Values are written as in Rego. */
export interface ExplainedRule {
  readonly path: string;
  readonly row: number;
  /** For which Constraint, where it is of a ConstraintTemplate. */
  readonly policy?: string;
  /** Such as `data.pss.x.deny`. */
  readonly rule: string;
  /** What it gave, with its variables, each time that it held. */
  readonly succeeded: readonly { readonly value: string; readonly values: Readonly<Record<string, string>> }[];
  /** The expressions that ended it, each with the values in it. */
  readonly failed: readonly {
    readonly row: number;
    readonly text: string;
    readonly values: Readonly<Record<string, string>>;
  }[];
}

/** Whether a policy, or a binding of it, matches the request, and why not. */
export interface ExplainedMatch extends Place {
  readonly policy: string;
  readonly binding?: string;
  readonly matches: boolean;
  readonly why: readonly string[];
}

/** One expression in CEL that was evaluated. Values are written as in CEL. */
export interface ExplainedExpression {
  readonly policy: string;
  readonly part: "variable" | "validation" | "matchCondition" | "message" | "auditAnnotation" | "mutation";
  readonly name?: string;
  readonly text: string;
  readonly path: string;
  readonly line: number;
  readonly value?: string;
  readonly error?: string;
  readonly parts: readonly {
    readonly text: string;
    readonly value: string;
    readonly line: number;
    readonly depth: number;
    /** The value of the whole comes from it. */
    readonly decides?: boolean;
  }[];
}

/** What checks of PodSecurity found at one level, or rules of a policy of Kyverno. */
export interface ExplainedChecks {
  readonly policy: string;
  readonly level?: string;
  readonly version?: string;
  /** What the level is asked for: `enforce`, `audit`, `warn`. */
  readonly modes?: readonly string[];
  readonly results: readonly {
    readonly check: string;
    /** `pass` or `fail`; of Kyverno also `warn`, `skip` and `error`. */
    readonly result: string;
    readonly detail?: string;
  }[];
}

/** The params that a policy was given, or why there are none. */
export interface ExplainedParams {
  readonly policy: string;
  readonly binding?: string;
  readonly place?: Place;
  /** `settings`: the case's `params`; `paramRef` of the binding; `constraint`: its `spec.parameters`; `nothing`: there are none. */
  readonly from: "settings" | "paramRef" | "constraint" | "nothing";
  /** What a paramRef asks for. */
  readonly ref?: string;
  /** As JSON, and cut. */
  readonly objects: readonly string[];
  readonly why?: string;
}

/** What an engine tells of how it judged; empty where it tells nothing. */
export interface Told {
  /** The rules that are asked. */
  readonly entrypoints: readonly string[];
  readonly rules: readonly ExplainedRule[];
  readonly matched: readonly ExplainedMatch[];
  readonly evaluated: readonly ExplainedExpression[];
  readonly checked: readonly ExplainedChecks[];
  readonly params: readonly ExplainedParams[];
  /** What it cannot tell. */
  readonly notes: readonly string[];
}

/** Where a verdict comes from. */
export interface Reason {
  /** Absent where the engine names no line. */
  readonly place?: Place;
  readonly text: string;
}

/** How one engine judged a request. */
export interface EngineExplanation extends Told {
  readonly engine: EngineId;
  /** Absent where its policies cannot be compiled. */
  readonly verdict?: Verdict;
  readonly decidedBy: readonly Reason[];
  /** What mutating policies changed in the object. */
  readonly mutated?: readonly UpdatedField[];
  readonly problems: readonly Problem[];
}

/** A field that is not as it was written when policies are asked; one that was not there has no value. */
export interface ChangedField {
  readonly path: string;
  readonly written?: Json;
  readonly admitted?: Json;
}

/** A field that an UPDATE or a policy changes; one that was not there, or is no more, has no value. */
export interface UpdatedField {
  readonly path: string;
  readonly old?: Json;
  readonly new?: Json;
}

/** How a request was judged. */
export interface Explanation {
  readonly control: string;
  readonly request: string;
  readonly place: Place;
  readonly changed: readonly ChangedField[];
  /** Of an UPDATE, how the old object, as the API server has it, differs from the new one. */
  readonly updated?: readonly UpdatedField[];
  /** Of a DELETE, the object. */
  readonly deleted?: JsonObject;
  /** Who asks, where a policy looks at that. */
  readonly user?: JsonObject;
  readonly engines: readonly EngineExplanation[];
}

/** Finds the lines from which a verdict comes. */
export function reasonsFor(verdict: Verdict, told: Told): readonly Reason[] {
  const reasons = [
    ...ofErrors(verdict, told),
    ...ofRules(verdict, told),
    ...ofExpressions(verdict, told),
    ...ofChecks(verdict, told),
  ];
  if (reasons.length > 0) return reasons;
  if (verdict.skipped !== undefined) return [{ text: verdict.skipped }];
  return verdict.violations.map(({ policy, message }) => ({ text: `${policy}: ${message}` }));
}

/** Such as `baseline:latest (enforce, audit)`. */
export function levelText({ level = "", version = "", modes = [] }: ExplainedChecks): string {
  return `${level}:${version}${modes.length === 0 ? "" : ` (${modes.join(", ")})`}`;
}

// --- internal ---

function ofErrors({ errors = [] }: Verdict, { evaluated }: Told): readonly Reason[] {
  const failed = evaluated.flatMap(({ path, line, error }) =>
    error === undefined ? [] : [{ place: { path, line }, text: error }],
  );
  return failed.length > 0 && errors.length > 0 ? failed : errors.map(({ message }) => ({ text: message }));
}

/** Of what is allowed those that warn, and without them those that were tried in vain. */
function ofRules({ decision }: Verdict, { rules, entrypoints }: Told): readonly Reason[] {
  const asked = rules.filter(({ rule }) => entrypoints.includes(rule));
  const gave = asked
    .filter(({ rule }) => decision !== "deny" || !warns.test(rule))
    .flatMap(({ path, row, rule, succeeded }) =>
      succeeded.map(({ value }) => ({ place: { path, line: row }, text: `${rule} gives ${value}` })),
    );
  if (decision === "deny" || (decision === "allow" && gave.length > 0)) return gave;
  if (decision !== "allow") return [];
  return asked.flatMap(({ path, failed }) => {
    const last = Math.max(...failed.map((one) => one.row));
    return failed
      .filter(({ row }) => row === last)
      .slice(0, 1)
      .map(({ row, text, values }) => ({
        place: { path, line: row },
        text: `${text} ${values[text] === "undefined" ? "is undefined" : "does not hold"}`,
      }));
  });
}

/** The name of a rule that only warns. */
const warns = /\.warn(?:_\w*)?$/;

function ofExpressions({ decision, advice = [] }: Verdict, { matched, evaluated }: Told): readonly Reason[] {
  if (decision === "error") return [];
  if (decision === "skip")
    return [
      ...matched.flatMap(({ path, line, why }) => why.map((text) => ({ place: placed(path, line), text }))),
      ...evaluated.filter(({ part, value }) => part === "matchCondition" && value === "false").flatMap(deepest),
    ];
  const wanted = decision === "deny" || advice.length > 0 ? "false" : "true";
  return evaluated.filter(({ part, value }) => part === "validation" && value === wanted).flatMap(deepest);
}

/** Of what is denied the checks that fail, of what is allowed those that would, if more were enforced. */
function ofChecks({ decision }: Verdict, { checked }: Told): readonly Reason[] {
  if (decision !== "deny" && decision !== "allow") return [];
  return checked.flatMap((group) => {
    const enforced = group.modes === undefined || group.modes.includes("enforce");
    if (decision === "deny" && !enforced) return [];
    const failed = group.results.filter(({ result }) => result === "fail");
    if (failed.length > 0) return failed.map(({ check, detail }) => ({ text: failText(group, check, detail) }));
    return decision === "deny" ? [] : [{ text: passText(group) }];
  });
}

function failText(group: ExplainedChecks, check: string, detail: string | undefined): string {
  const said = detail === undefined ? "" : `: ${detail}`;
  if (group.level === undefined) return `rule ${group.policy}/${check} fails${said}`;
  return `check ${check} of ${levelText(group)} fails${said}`;
}

function passText(group: ExplainedChecks): string {
  const { level, policy, results } = group;
  const count = results.filter(({ result }) => result === "pass").length;
  if (level === undefined) return `${count} of ${results.length} rules of ${policy} pass`;
  if (results.length === 0) return `nothing is checked at ${levelText(group)}`;
  return `${count} checks of ${levelText(group)} pass`;
}

function placed(path: string, line: number | undefined): Place {
  return line === undefined ? { path } : { path, line };
}

/** The deciding parts in which no other decides; of an expression without any, itself. */
function deepest({ path, line, text, value, parts }: ExplainedExpression): readonly Reason[] {
  const deciding = parts.filter((part, index) => {
    if (part.decides !== true) return false;
    const end = parts.findIndex(({ depth }, at) => at > index && depth <= part.depth);
    return !parts.slice(index + 1, end === -1 ? undefined : end).some(({ decides }) => decides === true);
  });
  if (deciding.length === 0) return [{ place: { path, line }, text: `${oneLine(text)} is ${value ?? "unknown"}` }];
  return deciding.map((part) => ({ place: { path, line: part.line }, text: `${part.text} is ${part.value}` }));
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
