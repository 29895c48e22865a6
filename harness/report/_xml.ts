/** An XML element; attributes without a value are left out. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number | undefined>>;
  readonly children?: readonly Element[];
  readonly text?: string;
}

/** The element as an indented document of XML 1.0. */
export function xmlText(element: Element): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${lines(element, "").join("\n")}\n`;
}

function lines({ name, attributes, children = [], text }: Element, indent: string): readonly string[] {
  const given = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${escaped(String(value))}"`],
  );
  const open = `${indent}<${name}${given.join("")}`;
  if (text !== undefined) return [`${open}>${escaped(text)}</${name}>`];
  if (children.length === 0) return [`${open}/>`];
  return [`${open}>`, ...children.flatMap((child) => lines(child, `${indent}  `)), `${indent}</${name}>`];
}

/** XML 1.0 has no way to write most control characters and lone surrogates: U+FFFD stands for them. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[[\p{Cc}\ufffe\uffff]--[\t\n\r]]/gv, "\uFFFD")
    .replaceAll(/[&<>"\t\n\r]/g, (character) => entities[character] ?? `&#${character.charCodeAt(0)};`);
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
