import type { BrokenProperty, Difference, Finding, Place, Verdict } from "../model/index.ts";
import { originText } from "./_comparison-lines.ts";
import { trialText, yamlText } from "./_trial-text.ts";
import { expectationText, verdictText } from "./_words.ts";

/** A finding as every format for reviewers shows it: what, in one sentence, and what supports it. */
export interface Shown {
  readonly kind: Finding["kind"];
  readonly level: "error" | "warning";
  readonly control: string;
  /** The engine, or both sides; none where the finding is of none. */
  readonly engine?: string;
  /** The case, the property or what was compared. */
  readonly name: string;
  readonly sentence: string;
  /** Label to text of one line. */
  readonly facts: readonly (readonly [string, string])[];
  readonly blocks: readonly Block[];
  readonly place?: Place;
  /** The same for the same finding of another run. */
  readonly identity: string;
}

/** Text of several lines. With `before`, it is what that became. */
export interface Block {
  readonly label: string;
  readonly language: "yaml" | "text";
  readonly text: string;
  readonly before?: string;
}

/** What a finding says, apart from any format. */
export function shown(finding: Finding): Shown {
  const { kind, control } = finding;
  const place = placeOf(finding);
  const identity = [kind, control, ...identityOf(finding)].join("\n");
  const base = { kind, control, identity, ...(place === undefined ? {} : { place }) };
  return { ...base, ...partsOf(finding) };
}

// --- internal ---

type Parts = Omit<Shown, "kind" | "control" | "identity" | "place">;

function partsOf(finding: Finding): Parts {
  const bare = { level: "error", facts: [], blocks: [] } as const;
  switch (finding.kind) {
    case "wrong-verdict":
      return {
        level: "error",
        engine: finding.engine,
        name: finding.case,
        sentence: finding.differences.join("; "),
        facts: [
          ["expected", expectationText(finding.expected)],
          ["got", verdictText(finding.got)],
        ],
        blocks: objectBlocks("object as the policies left it", finding.got),
      };
    case "failed-test":
      return {
        ...bare,
        engine: finding.engine,
        name: finding.case,
        sentence: finding.message,
        blocks:
          finding.output === undefined ? [] : [{ label: "what it printed", language: "text", text: finding.output }],
      };
    case "unchecked":
      return { ...bare, level: "warning", name: finding.case ?? "not checked", sentence: finding.message };
    case "stale-difference":
      return { ...bare, name: "known difference", sentence: finding.message };
    case "survived-mutants":
      return { ...bare, engine: finding.engine, name: "mutants", sentence: finding.message };
    case "low-coverage":
      return { ...bare, engine: finding.engine, name: "coverage", sentence: finding.message };
    case "difference":
      return differenceParts(finding);
    case "broken-property":
      return propertyParts(finding);
  }
}

function differenceParts({ left, right, differences, trial, origins, replay }: Difference): Parts {
  const [first] = origins;
  return {
    level: "error",
    engine: `${left.side} ~ ${right.side}`,
    name: `${left.side} ~ ${right.side}`,
    sentence: differences.join("; "),
    facts: [
      [left.side, verdictText(left.verdict)],
      [right.side, verdictText(right.verdict)],
      ...(first === undefined ? [] : ([["found as", moreText(originText(first), origins.length - 1)]] as const)),
      ...again(replay),
    ],
    blocks: [
      { label: "smallest request", language: "yaml", text: trialText(trial) },
      ...leftObjects(left.verdict, right.verdict),
    ],
  };
}

function propertyParts(broken: BrokenProperty): Parts {
  const { property, engine, differences, before, after, trial, changed, origin, replay } = broken;
  return {
    level: "error",
    engine,
    name: property,
    sentence: differences.join("; "),
    facts: [
      ["before", verdictText(before)],
      ["after", verdictText(after)],
      ["found as", originText(origin)],
      ...again(replay),
    ],
    blocks: [
      {
        label: "smallest request, and what the property makes of it",
        language: "yaml",
        before: trialText(trial),
        text: trialText(changed),
      },
    ],
  };
}

/** What mutating policies of both sides made of the object; nothing where it is the same. */
function leftObjects(left: Verdict, right: Verdict): readonly Block[] {
  if (left.object === undefined || right.object === undefined)
    return [
      ...objectBlocks("object as the left side left it", left),
      ...objectBlocks("object as the right side left it", right),
    ];
  const before = yamlText(left.object);
  const text = yamlText(right.object);
  return before === text
    ? []
    : [{ label: "object as the left side and the right side left it", language: "yaml", before, text }];
}

function objectBlocks(label: string, { object }: Verdict): readonly Block[] {
  return object === undefined ? [] : [{ label, language: "yaml", text: yamlText(object) }];
}

function again(replay: string | undefined): readonly (readonly [string, string])[] {
  return replay === undefined ? [] : [["again", replay]];
}

function moreText(text: string, more: number): string {
  return more > 0 ? `${text}, and ${more} more` : text;
}

/** A difference that a case shows is at the case, any other at the policy. */
function placeOf(finding: Finding): Place | undefined {
  if (finding.place !== undefined) return finding.place;
  if (finding.kind !== "difference" && finding.kind !== "broken-property") return undefined;
  const origins = finding.kind === "difference" ? finding.origins : [finding.origin];
  const [ofCase] = origins.flatMap((origin) => ("place" in origin ? [origin.place] : []));
  return ofCase ?? (finding.kind === "difference" ? finding.policyAt : undefined);
}

/** What tells it from other findings of its kind and control, whatever else the run found. */
function identityOf(finding: Finding): readonly string[] {
  switch (finding.kind) {
    case "wrong-verdict":
    case "failed-test":
      return [finding.case, finding.engine];
    case "unchecked":
      return [finding.case ?? "", finding.message];
    case "stale-difference":
      return [finding.message];
    case "difference":
      return [finding.left.side, finding.right.side, finding.cause];
    case "survived-mutants":
    case "low-coverage":
      return [finding.engine];
    case "broken-property":
      return [finding.property, finding.engine];
  }
}
