import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";

/** What a built site was found to hold. */
export interface CheckedSite {
  readonly pages: number;
  /** Links and files that pages name, each page's own. */
  readonly links: number;
  /** What leads nowhere, or to another host before anybody clicks, a line each. */
  readonly broken: readonly string[];
}

/** Reads every page of a built site and follows what it names: pages, places in them, scripts, styles, images. */
export function checkSite(folder: string): CheckedSite {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) =>
    posix.relative(folder, join(parentPath, name).replaceAll("\\", "/")),
  );
  const pages = paths.filter((path) => path.endsWith(".html") && path !== "404.html");
  const texts = new Map(pages.map((path) => [path, readFileSync(join(folder, path), "utf8")]));
  const places = new Map([...texts].map(([path, text]) => [path, placesIn(text)]));
  const known = { paths: new Set(paths), places };
  const found = [...texts].map(([path, text]) => namedIn(text).map((named) => ({ path, ...named })));
  const broken = found.flat().flatMap((named) => {
    const flaw = flawOf(named, known);
    return flaw === undefined ? [] : [`${named.path}: \`${named.target}\` ${flaw}`];
  });
  return { pages: pages.length, links: found.flat().length, broken: [...new Set(broken)] };
}

// --- internal ---

interface Named {
  readonly target: string;
  /** Whether the browser fetches it by itself. */
  readonly fetched: boolean;
}

interface Known {
  readonly paths: ReadonlySet<string>;
  /** Ids in each page. */
  readonly places: ReadonlyMap<string, ReadonlySet<string>>;
}

function namedIn(text: string): readonly Named[] {
  const tags = text.matchAll(/<(a|link|script|img)\b[^>]*?\s(?:href|src)="([^"]*)"/g);
  return [...tags].map(([, tag, target = ""]) => ({ target: decoded(target), fetched: tag !== "a" }));
}

function flawOf({ path, target, fetched }: Named & { readonly path: string }, known: Known): string | undefined {
  if (/^[a-z]+:|^\/\//.test(target)) return fetched ? "is fetched from another host" : undefined;
  const [named = "", place] = target.split("#");
  const file = named === "" ? path : fileOf(posix.join(named.startsWith("/") ? "" : posix.dirname(path), named), known);
  if (file === undefined) return "leads nowhere";
  if (place === undefined || place === "" || known.places.get(file)?.has(place) !== false) return undefined;
  return "names a place that is not in that page";
}

function fileOf(target: string, { paths }: Known): string | undefined {
  const path = target.replace(/^\//, "");
  const names = [path, `${path}.html`, posix.join(path, "index.html")];
  return names.find((name) => paths.has(name));
}

function placesIn(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/\sid="([^"]*)"/g)].map(([, id = ""]) => decoded(id)));
}

function decoded(text: string): string {
  return decodeURI(text.replaceAll("&amp;", "&"));
}
