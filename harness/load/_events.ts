import { type Event, parseEvents, YAMLException } from "js-yaml";
import { yamlWords } from "./_yaml-words.ts";

/** The events of a text, and the text that their offsets are of. */
export interface ParsedEvents {
  readonly text: string;
  readonly events: readonly Event[];
}

/** Why a text is no YAML; `start` is an offset in the text as given. */
export interface ParseFailure {
  readonly reason: string;
  readonly start: number;
}

/** Deeper nesting than any object of Kubernetes has; parsers that recurse stay far from their stack's end. */
const depthLimit = 200;
const mostRepairs = 1000;
/** Characters that repairing may parse again and again: about a second's work. */
const repairWork = 20_000_000;

/**
 * Parses one document. kubectl's reader lets the lines of brackets and quotes begin at any column (`]` below its key), js-yaml does not:
 * such lines are moved to the right, which changes nothing in brackets and quotes.
 */
export function eventsOf(given: string): ParsedEvents | ParseFailure {
  const indent = " ".repeat(1 + deepestIndent(given));
  const limit = Math.min(mostRepairs, Math.max(10, Math.floor(repairWork / given.length)));
  let text = given;
  let first: number | undefined;
  for (let repairs = 0; ; repairs++) {
    try {
      return { text, events: parseEvents(text, { maxDepth: depthLimit }) };
    } catch (error) {
      if (!(error instanceof YAMLException)) throw error;
      const position = error.mark?.position ?? 0;
      const repairable = error.reason === "deficient indentation" && position < text.length;
      if (!repairable) return failure(error, text, { position, first });
      if (repairs === limit) return { reason: tooManyRepairs(limit), start: first ?? position };
      first ??= position;
      const lineStart = text.lastIndexOf("\n", position - 1) + 1;
      text = text.slice(0, lineStart) + indent + text.slice(lineStart);
    }
  }
}

function deepestIndent(text: string): number {
  let deepest = 0;
  for (const { 0: spaces } of text.matchAll(/^ +/gm)) deepest = Math.max(deepest, spaces.length);
  return deepest;
}

function tooManyRepairs(limit: number): string {
  return `brackets or quotes that begin before this line are not closed, or hold more than ${limit} lines that begin left of them`;
}

function failure(
  { reason }: YAMLException,
  text: string,
  at: { readonly position: number; readonly first: number | undefined },
): ParseFailure {
  if (reason.includes("maxDepth"))
    return { reason: `it is nested deeper than ${depthLimit} levels`, start: at.position };
  const line = at.first === undefined ? "" : text.slice(text.lastIndexOf("\n", at.first - 1) + 1).split("\n", 1)[0];
  if (line?.includes("\t") === true)
    return { reason: "there is a tab inside brackets: write blanks", start: at.first ?? 0 };
  if (at.first !== undefined)
    return { reason: "brackets or quotes that begin before this line are not closed", start: at.first };
  if (reason === "deficient indentation") return { reason: "it ends inside brackets or quotes", start: at.position };
  return { reason: yamlWords(reason, text, at.position), start: at.position };
}
