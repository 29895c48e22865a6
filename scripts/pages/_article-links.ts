import type { ControlFacts } from "./_facts.ts";
import { articles, type Mention, mentions } from "./_mentions.ts";

/** A mention that a control belongs to, and where it stands on the page of articles. */
export interface MentionLink {
  readonly mention: Mention;
  readonly text: string;
  readonly target: string;
  readonly says: string;
}

/** The mentions of a control: those that its METADATA names; where it has none, those that are given ids that begin like its own. */
export function mentionLinks(facts: ControlFacts): readonly MentionLink[] {
  return mentionsOf(facts).map((mention) => ({
    mention,
    text: `${articleNames(mention)}: ${mention.title}`,
    target: anchorOf(mention),
    says: mention.says,
  }));
}

/** Names in METADATA that no mention has. */
export function unknownMentions({ articles: named }: ControlFacts): readonly string[] {
  return named.filter((name) => !mentions.some((mention) => namesOf(mention).includes(name)));
}

export function mentionsOf({ articles: named, hasMetadata, control }: ControlFacts): readonly Mention[] {
  return mentions.filter((mention) =>
    hasMetadata
      ? namesOf(mention).some((name) => named.includes(name))
      : (mention.prefixes ?? []).some((prefix) => control.id.startsWith(prefix)),
  );
}

export function articleNames({ articles: keys }: Mention): string {
  return articles
    .filter(({ key }) => keys.includes(key))
    .map(({ name }) => name)
    .join(", ");
}

export function headingOf({ number, title }: Mention): string {
  return `Mention ${number}: ${title}`;
}

/** As Markdown renderers make it of a heading. */
export function anchorOf(mention: Mention): string {
  return headingOf(mention)
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, "")
    .replaceAll(" ", "-");
}

// --- internal ---

/** As METADATA names it, once for each article. */
function namesOf({ articles: keys, number }: Mention): readonly string[] {
  return keys.map((key) => `${key} #${number}`);
}
