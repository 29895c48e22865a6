import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Something that a published package carries, with the texts that must travel with it. */
export interface Component {
  readonly name: string;
  readonly version: string;
  /** Licence and notice texts as their authors wrote them. */
  readonly texts: readonly string[];
}

/** The licence and notice texts in a folder, in the order of their names. */
export function licenceTexts(folder: string): readonly string[] {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /^(licen[cs]e|copying|notice|copyright|patents)([-._].*)?$/i.test(entry.name))
    .map((entry) => entry.name)
    .filter((name) => !/\.(go|js|ts|json)$/.test(name));
  return names.sort().map((name) => readFileSync(join(folder, name), "utf8").replaceAll("\r\n", "\n").trim());
}
