import {
  type AcrossReleases,
  type Comparison,
  type Finding,
  isEmpty,
  type MutantOutcome,
  type Outcome,
  type Place,
  type Problem,
  type Report,
  scoreOf,
} from "../model/index.ts";
import { acrossText } from "./_comparison-lines.ts";
import { type Shown, shown } from "./_shown.ts";

/** One thing that was checked, or that should have been, with what came of it. */
export interface Check {
  readonly control: string;
  readonly name: string;
  readonly engine?: string;
  /** `error`: the tool or its input is broken. */
  readonly status: "passed" | "failed" | "skipped" | "error";
  readonly milliseconds: number;
  readonly place?: Place;
  /** Why it was skipped, what a reader of a passed case must know, or what the problem is. */
  readonly message?: string;
  readonly findings: readonly Shown[];
}

/** Where checks stand that are of no control. */
export const ofTheRun = "run";

/** All that a report says was checked. Every finding and every problem is in one of them, and there is always one. */
export function checksOf(report: Report): readonly Check[] {
  const { outcomes, comparisons = [], releases = [], mutants = [], findings, problems, interrupted } = report;
  const said = new Set(outcomes.flatMap(({ finding }) => (finding === undefined ? [] : [shown(finding).identity])));
  const compared = [
    ...comparisons.map(comparisonCheck(findings)),
    ...releases.map(releasesCheck(findings)),
    ...mutantChecks(mutants, findings),
  ];
  for (const check of compared) for (const { identity } of check.findings) said.add(identity);
  const others = findings.map(shown).filter(({ identity }) => !said.has(identity));
  const checks = [
    ...outcomes.map(outcomeCheck),
    ...compared,
    ...others.map(findingCheck),
    ...problems.map(problemCheck),
  ];
  if (interrupted === true)
    return [...checks, runCheck("the run was interrupted; what it had not reached is not here")];
  return isEmpty(report) ? [...checks, runCheck("nothing was checked")] : checks;
}

/** Its control and name, and the engine where the name does not say it. */
export function checkTitle({ control, name, engine }: Check): string {
  return `${control}: ${name}${engine === undefined || engine === name ? "" : ` [${engine}]`}`;
}

// --- internal ---

function outcomeCheck({
  control,
  case: name,
  engine,
  status,
  milliseconds,
  place,
  finding,
  reason,
  note,
}: Outcome): Check {
  const message = reason ?? note;
  return {
    control,
    name,
    engine,
    status,
    milliseconds,
    place,
    ...(message === undefined ? {} : { message }),
    findings: finding === undefined ? [] : [shown(finding)],
  };
}

function comparisonCheck(findings: readonly Finding[]): (comparison: Comparison) => Check {
  return ({ control, left, right, milliseconds }) => {
    const own = findings.filter(
      (one) =>
        one.kind === "difference" && one.control === control && one.left.side === left && one.right.side === right,
    );
    return compared({ control, name: `${left} ~ ${right}`, engine: `${left} ~ ${right}`, milliseconds }, own);
  };
}

function releasesCheck(findings: readonly Finding[]): (across: AcrossReleases) => Check {
  return (across) => {
    const { control, side, milliseconds } = across;
    const own = findings.filter(
      (one) => one.kind === "difference" && one.control === control && one.left.side.startsWith(`${side}@`),
    );
    return compared({ control, name: `${side}: ${acrossText(across)}`, engine: side, milliseconds }, own);
  };
}

/** One for all mutants of a policy. */
function mutantChecks(mutants: readonly MutantOutcome[], findings: readonly Finding[]): readonly Check[] {
  const policies = Map.groupBy(mutants, ({ control, engine }) => JSON.stringify([control, engine]));
  return [...policies.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const { control, engine } = first;
    const { killed, survived } = scoreOf(own);
    const survivors = findings.filter(
      (one) => one.kind === "survived-mutants" && one.control === control && one.engine === engine,
    );
    const message = `${killed} of ${killed + survived} mutants killed`;
    return [{ ...compared({ control, name: "mutants", engine, milliseconds: 0 }, survivors), message }];
  });
}

function compared(base: Omit<Check, "status" | "findings">, own: readonly Finding[]): Check {
  return { ...base, status: own.length === 0 ? "passed" : "failed", findings: own.map(shown) };
}

function findingCheck(finding: Shown): Check {
  const { control, name, engine, place } = finding;
  return {
    control,
    name: finding.kind === "unchecked" && name !== "not checked" ? `${name} (not checked)` : name,
    ...(engine === undefined ? {} : { engine }),
    status: "failed",
    milliseconds: 0,
    ...(place === undefined ? {} : { place }),
    findings: [finding],
  };
}

function problemCheck({ code, message, place, hint }: Problem): Check {
  return {
    control: ofTheRun,
    name: code,
    status: "error",
    milliseconds: 0,
    ...(place === undefined ? {} : { place }),
    message: hint === undefined ? message : `${message}; ${hint}`,
    findings: [],
  };
}

function runCheck(message: string): Check {
  return { control: ofTheRun, name: message, status: "error", milliseconds: 0, message, findings: [] };
}
