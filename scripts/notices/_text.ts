import type { Component } from "./_component.ts";

/** The whole file: each component with the numbers of its texts, then each text once. Throws where a component has none. */
export function noticesText(components: readonly Component[]): string {
  const bare = components.filter((component) => component.texts.length === 0).map((component) => component.name);
  if (bare.length > 0) throw new Error(`There is no licence file in ${bare.join(", ")}.`);
  const texts = new Map<string, string>();
  const number = (text: string): number => {
    const key = text.replaceAll(/\s+/g, " ");
    if (!texts.has(key)) texts.set(key, text);
    return [...texts.keys()].indexOf(key) + 1;
  };
  const lines = sorted(components).map((component) => {
    const numbers = component.texts.map((text) => `[${number(text)}]`).join(" ");
    return `${`${component.name} ${component.version}`.trim()}: ${numbers}`;
  });
  const listed = [...texts.values()].map((text, index) => `${"=".repeat(80)}\n[${index + 1}]\n\n${text}\n`);
  return `${heading}\n\n${lines.join("\n")}\n\n${listed.join("\n")}`;
}

// --- internal ---

const heading = `Third-party notices

Assay's engines are linked from, and its npm package depends on, the following. Each is followed by the numbers of its licence and
notice texts, which are given once each below. Written by \`npm run notices\`.`;

function sorted(components: readonly Component[]): readonly Component[] {
  const key = (component: Component): string => `${component.name} ${component.version}`;
  return [...components].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}
