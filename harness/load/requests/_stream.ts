import type { Problem } from "../../model/index.ts";
import { splitDocuments } from "../_split.ts";
import { jsonDocument, type NoDocument, type StreamDocument, yamlDocument } from "./_document.ts";
import { valuesIn } from "./_slices.ts";
import { type Bytes, readText } from "./_text.ts";

/** The documents of a stream of YAML documents, of JSON values, or of lines of JSON; told by what is in it. */
export async function* documentsIn(bytes: Bytes, path: string): AsyncGenerator<StreamDocument | NoDocument> {
  let broken = 0;
  for await (const text of readText(bytes, path)) {
    if ("problem" in text) yield { problem: text.problem };
    else if ("whole" in text) yield* documentsOf(text.whole, path);
    else {
      const document = jsonDocument(text.json, path, text.line);
      if (!("problem" in document) || broken++ === 0) yield document;
    }
  }
  if (broken > 1) yield { problem: moreLines(broken - 1, path) };
}

// --- internal ---

function documentsOf(text: string, path: string): readonly (StreamDocument | NoDocument)[] {
  if (text.trim() === "") return [{ aside: "an empty file", place: { path } }];
  return (
    jsonDocuments(text, path) ??
    splitDocuments(text).map((document) => rendered(document.text, yamlDocument(document, path)))
  );
}

/** Nothing where the text is YAML, which may begin with a brace too. */
function jsonDocuments(text: string, path: string): readonly (StreamDocument | NoDocument)[] | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  const values = valuesIn(text);
  const isJson = /^\s*\{\s*["}]/.test(text);
  if (values === undefined) return isJson ? [jsonDocument(text, path, 1)] : undefined;
  let line = 1;
  let at = 0;
  const documents = values.map((value) => {
    line += text.slice(at, value.start).split("\n").length - 1;
    at = value.start;
    return jsonDocument(value.text, path, line);
  });
  return isJson || documents.every((document) => !("problem" in document)) ? documents : undefined;
}

/** A template that no tool has rendered is seldom YAML. */
function rendered(text: string, document: StreamDocument | NoDocument): StreamDocument | NoDocument {
  if (!("problem" in document) || !/\{\{/.test(text)) return document;
  const { place = { path: "" } } = document.problem;
  return { aside: "a template that must be rendered first", place };
}

function moreLines(count: number, path: string): Problem {
  const message = `${count} more ${count === 1 ? "line" : "lines"} of \`${path}\` cannot be used`;
  return { code: "bad-yaml", message, place: { path } };
}
