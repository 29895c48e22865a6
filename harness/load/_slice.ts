import { reachesOutside, type YamlNode } from "./_tree.ts";
import type { YamlDocument } from "./_yaml.ts";

/**
 * The source text of a mapping in a document as a document of its own, so that the engine's own reader sees what the user wrote.
 * `undefined` where that text alone does not say it: it uses an anchor from outside.
 */
export function sourceOf(document: YamlDocument, node: YamlNode): string | undefined {
  if (node.kind !== "mapping" || reachesOutside(node)) return undefined;
  return node.flow ? flowSource(document, node) : blockSource(document, node);
}

/** From the first key's column, lines up to the next node outside; lines that lie further left hold comments or flow text only. */
function blockSource(document: YamlDocument, node: YamlNode): string {
  const { text } = document;
  const indent = node.start - lineStart(text, node.start);
  const end = nextOutside(document, node);
  const lines = text.slice(node.start, end === undefined ? text.length : lineStart(text, end)).split("\n");
  const own = lines.filter((line, index) => index === 0 || !isDashFurtherLeft(line, indent));
  return own.map((line, index) => (index === 0 ? line : line.slice(Math.min(spacesOf(line), indent)))).join("\n");
}

/** The dash of a list's next item, where the item itself begins on a line below. */
function isDashFurtherLeft(line: string, indent: number): boolean {
  return spacesOf(line) < indent && /^-\s*(#.*)?$/.test(line.trim());
}

function spacesOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** Offset of the first event behind the node; outer nodes begin on a line of their own. */
function nextOutside({ events }: YamlDocument, node: YamlNode): number | undefined {
  for (let index = node.to; index < events.length; index++) {
    const event = events[index];
    const start = event === undefined || !("anchorStart" in event) ? [] : startsOf(event);
    if (start.length > 0) return Math.min(...start);
  }
  return undefined;
}

function startsOf(event: Extract<YamlDocument["events"][number], { anchorStart: number }>): readonly number[] {
  const content = "valueStart" in event ? event.valueStart : "start" in event ? event.start : -1;
  return [event.anchorStart, "tagStart" in event ? event.tagStart : -1, content].filter((start) => start >= 0);
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** From the opening brace to the one that closes it: behind the last node there are only blanks, commas and comments. */
function flowSource({ text }: YamlDocument, node: YamlNode): string | undefined {
  const end = flowEnd(text, node);
  return end === undefined ? undefined : text.slice(node.start, end);
}

function flowEnd(text: string, node: YamlNode): number | undefined {
  const last = node.entries.at(-1)?.value ?? node.items.at(-1);
  const from = last === undefined ? node.start + 1 : endOf(text, last);
  if (from === undefined) return undefined;
  for (let at = from; at < text.length; at++) {
    if (text[at] === "}" || text[at] === "]") return at + 1;
    if (text[at] === "#") at = lineEnd(text, at);
  }
  return undefined;
}

/** `undefined` for a value that is not written at all, such as that of `{a: }`: it has no place. */
function endOf(text: string, node: YamlNode): number | undefined {
  if (node.kind === "mapping" || node.kind === "sequence") return flowEnd(text, node);
  return node.end < 0 ? undefined : node.end;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : end;
}
