/** One document of a stream, with the place of its text in the file. */
export interface DocumentText {
  readonly text: string;
  /** 1-based line of the file on which `text` begins. */
  readonly line: number;
  /** What stands behind the `---` that opens the document, on the same line; kubectl drops it. */
  readonly dropped?: string;
}

/** Splits a stream where kubectl does: at lines that begin with `---`. Documents that say nothing are left out. */
export function splitDocuments(text: string): readonly DocumentText[] {
  const documents: DocumentText[] = [];
  const keep = (document: DocumentText): void => {
    if (document.dropped !== undefined || !isEmpty(document.text)) documents.push(document);
  };
  let start = 0;
  let line = 1;
  let startLine = 1;
  let dropped = "";
  for (let position = 0; position < text.length; line++) {
    const newline = text.indexOf("\n", position);
    const next = newline === -1 ? text.length : newline + 1;
    if (isSeparator(text, position)) {
      keep(documentText(text.slice(start, position), startLine, dropped));
      dropped = behind(text.slice(position + 3, next));
      start = next;
      startLine = line + 1;
    }
    position = next;
  }
  keep(documentText(text.slice(start), startLine, dropped));
  return documents;
}

/** Whether a document has nothing but blank lines and comments. */
function isEmpty(text: string): boolean {
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    if (!/^[ \t]*(?:#.*)?\r?$/s.test(text.slice(start, end))) return false;
    start = end + 1;
  }
  return true;
}

function isSeparator(text: string, position: number): boolean {
  if (!text.startsWith("---", position)) return false;
  const after = text[position + 3];
  return after === undefined || after === " " || after === "\t" || after === "\r" || after === "\n" || after === "#";
}

function behind(rest: string): string {
  const words = rest.trim();
  return words.startsWith("#") ? "" : words;
}

function documentText(text: string, line: number, dropped: string): DocumentText {
  return dropped === "" ? { text, line } : { text, line, dropped };
}
