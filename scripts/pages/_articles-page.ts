import { anchorOf, articleNames, headingOf, mentionsOf } from "./_article-links.ts";
import { type Correction, corrections } from "./_corrections.ts";
import type { ControlFacts } from "./_facts.ts";
import { controlLink, type IsThere, stepLink } from "./_links.ts";
import { code, page, plain, table } from "./_markdown.ts";
import { articles, type Mention, mentions, type Step } from "./_mentions.ts";

/** The way from an article to the controls, and what the articles say that is not so. */
export function articlesPage(all: readonly ControlFacts[], isThere: IsThere): string {
  return page([
    "# The articles and their controls",
    "What three articles say of Kubernetes, in our words, with the controls that judge it. METADATA of a control names a mention as it stands in the first column.",
    overview(all),
    ...mentions.map((mention) => mentionPart(mention, { all, isThere })),
    "## Corrections",
    "What is not as it is said, and the controls whose cases show it.",
    correctionTable(isThere),
  ]);
}

// --- internal ---

function overview(all: readonly ControlFacts[]): string {
  const rows = articles.flatMap(({ key, name }) =>
    mentions
      .filter((mention) => mention.articles.includes(key))
      .map((mention) => [
        code(`${key} #${mention.number}`),
        plain(name),
        `[${plain(mention.title)}](#${anchorOf(mention)})`,
        String(controlsOf(mention, all).length + (mention.steps ?? []).length),
      ]),
  );
  return table(["mention", "article", "about", "controls and steps"], rows);
}

interface Pack {
  readonly all: readonly ControlFacts[];
  readonly isThere: IsThere;
}

function mentionPart(mention: Mention, { all, isThere }: Pack): string {
  const { says, judged, unchecked, steps = [] } = mention;
  const own = controlsOf(mention, all);
  const rows = [
    ...own.map((facts) => [
      controlLink(facts.control.id, isThere),
      plain(facts.sections.get("Summary") ?? facts.title),
      facts.control.policies.map(({ engine }) => engine).join(", "),
    ]),
    ...steps.map(({ id, about }) => [stepLink(id, isThere), plain(about), "a step of the harness"]),
  ];
  return [
    `## ${headingOf(mention)}`,
    `${articleNames(mention)}: ${plain(says)}`,
    judged === undefined ? undefined : `**Judged.** ${plain(judged)}`,
    unchecked === undefined ? undefined : `**Not checked.** ${plain(unchecked)}`,
    notSo(correctionsOf(own, steps)),
    rows.length === 0 ? undefined : table(["control", "what it is for", "engines"], rows),
  ]
    .filter((part) => part !== undefined)
    .join("\n\n");
}

function notSo(found: readonly Correction[]): string | undefined {
  const lines = found.map(({ id, by, claim, fact }) => `- ${id}, ${plain(by)}: “${plain(claim)}” ${plain(fact)}`);
  return lines.length === 0 ? undefined : `**Not so.**\n\n${lines.join("\n")}`;
}

/** The corrections that one of the controls or steps shows. */
function correctionsOf(own: readonly ControlFacts[], steps: readonly Step[]): readonly Correction[] {
  const shows = [...own.map(({ control }) => control.id), ...steps.map(({ id }) => id)];
  return corrections.filter((one) => [...one.controls, ...(one.steps ?? [])].some((id) => shows.includes(id)));
}

function controlsOf(mention: Mention, all: readonly ControlFacts[]): readonly ControlFacts[] {
  return all.filter((facts) => mentionsOf(facts).includes(mention));
}

function correctionTable(isThere: IsThere): string {
  const rows = corrections.map((correction) => [
    correction.id,
    plain(correction.by),
    plain(correction.claim),
    plain(correction.fact),
    shownBy(correction, isThere),
  ]);
  return table(["", "who says it", "what is said", "what is so", "shown by"], rows);
}

function shownBy({ controls, steps = [] }: Correction, isThere: IsThere): string {
  return [...controls.map((id) => controlLink(id, isThere)), ...steps.map((step) => stepLink(step, isThere))].join(
    ", ",
  );
}
