import { type Event, parseEvents, YAMLException } from "js-yaml";

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
const repairLimit = 1000;

/**
 * Parses one document. kubectl's reader lets the lines of brackets and quotes begin at any column (`]` below its key), js-yaml does not:
 * such lines are moved to the right, which changes nothing in brackets and quotes.
 */
export function eventsOf(given: string): ParsedEvents | ParseFailure {
  const indent = " ".repeat(1 + Math.max(...(given.match(/^ */gm) ?? [""]).map((spaces) => spaces.length)));
  let text = given;
  let first: number | undefined;
  for (let repairs = 0; ; repairs++) {
    try {
      return { text, events: parseEvents(text, { maxDepth: depthLimit }) };
    } catch (error) {
      if (!(error instanceof YAMLException)) throw error;
      const position = error.mark?.position ?? 0;
      const repairable = error.reason === "deficient indentation" && position < text.length && repairs < repairLimit;
      if (!repairable) return failure(error, { position, first });
      first ??= position;
      const lineStart = text.lastIndexOf("\n", position - 1) + 1;
      text = text.slice(0, lineStart) + indent + text.slice(lineStart);
    }
  }
}

function failure(
  error: YAMLException,
  at: { readonly position: number; readonly first: number | undefined },
): ParseFailure {
  if (error.reason.includes("maxDepth"))
    return { reason: `it is nested deeper than ${depthLimit} levels`, start: at.position };
  if (at.first !== undefined)
    return { reason: "brackets or quotes that begin before this line are not closed", start: at.first };
  if (error.reason === "deficient indentation")
    return { reason: "it ends inside brackets or quotes", start: at.position };
  return { reason: error.reason, start: at.position };
}
