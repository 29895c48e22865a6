import { mentionsOf, unknownMentions } from "./_article-links.ts";
import { corrections } from "./_corrections.ts";
import type { ControlFacts } from "./_facts.ts";
import { familyOf } from "./_families.ts";
import type { IsThere } from "./_links.ts";
import { mentions } from "./_mentions.ts";

/** What is known of the files of the repository. */
export interface Files {
  readonly isThere: IsThere;
  readonly testsIn: (path: string) => number;
}

/** What is missing for whole pages, a line each; empty, and nothing is. */
export function pageProblems(all: readonly ControlFacts[], files: Files): readonly string[] {
  return [...all.flatMap(ofControl), ...ofMentions(all, files), ...ofCorrections(all)];
}

// --- internal ---

const severities: readonly string[] = ["critical", "high", "medium", "low", "advisory"];

function ofControl(facts: ControlFacts): readonly string[] {
  const { control, sections } = facts;
  const missing = [
    ...(sections.has("Summary") ? [] : ["no `Summary:`"]),
    ...(familyOf(control.id) === undefined ? ["no family in scripts/pages/_families.ts"] : []),
    ...(mentionsOf(facts).length === 0 ? ["no mention of an article (`articles` of its METADATA)"] : []),
    ...unknownMentions(facts).map((name) => `\`${name}\` is no mention in scripts/pages/_mentions.ts`),
    ...(facts.hasMetadata ? ofMetadata(facts) : []),
  ];
  return missing.map((what) => `${control.id}: ${what}`);
}

function ofMetadata({ control, sections, severity = "", from, title }: ControlFacts): readonly string[] {
  return [
    ...(title === control.id ? ["no title"] : []),
    ...(sections.has("Denies") || sections.has("Warns") ? [] : ["neither `Denies:` nor `Warns:`"]),
    ...(sections.has("Allows") ? [] : ["no `Allows:`"]),
    ...(severities.includes(severity) ? [] : [`the severity must be one of ${severities.join(", ")}`]),
    ...(from === undefined ? ["no `kubernetes_from`"] : []),
  ];
}

function ofMentions(all: readonly ControlFacts[], { isThere, testsIn }: Files): readonly string[] {
  return mentions.flatMap((mention) => {
    const { number, steps = [], judged } = mention;
    const isJudged = steps.length > 0 || all.some((facts) => mentionsOf(facts).includes(mention));
    const missing = steps.length > 0 && !isThere("docs/release.md");
    return [
      ...(missing ? [`mention ${number}: docs/release.md is not there`] : []),
      ...steps.filter(({ tests }) => testsIn(tests) === 0).map(({ id, tests }) => `${id}: no test in ${tests}`),
      ...(isJudged === (judged !== undefined)
        ? []
        : [`mention ${number}: ${isJudged ? "it says of no policy what it judges" : "no control"}`]),
    ];
  });
}

function ofCorrections(all: readonly ControlFacts[]): readonly string[] {
  return corrections.flatMap(({ id, controls, steps = [] }) => [
    ...(controls.length + steps.length === 0 ? [`${id}: nothing shows it`] : []),
    ...controls.flatMap((name) => {
      const facts = all.find(({ control }) => control.id === name);
      if (facts === undefined) return [`${id}: there is no control ${name}`];
      return facts.sections.has("Correction") ? [] : [`${id}: ${name} has no \`Correction:\` in its METADATA`];
    }),
  ]);
}
