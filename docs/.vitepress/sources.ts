import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import type { MarkdownRenderer } from "vitepress";

/** A page that shows the files of one control, or of rego/lib. */
export interface SourcePage {
  readonly params: { readonly control: string };
  readonly content: string;
}

/** Files of the pack are not pages: links to them lead to the page that shows the control's files. */
export function linksToSources(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push("links-to-sources", ({ tokens, env }) => {
    const page = posix.dirname(`docs/${(env as { readonly relativePath: string }).relativePath}`);
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.type === "link_open" ? token.attrGet("href") : null;
      if (href === null || !href.startsWith("../")) continue;
      const path = posix.join(page, href);
      const control = path.split("/")[1];
      if (isOfPack(path))
        token.attrSet("href", `${posix.relative(page, `docs/sources/${control}.md`)}#${anchorOf(path)}`);
    }
  });
}

/** The source pages of all controls. */
export function sourcePages(): SourcePage[] {
  const controls = new Set(folders.flatMap((folder) => subfolders(folder)));
  return [...controls].sort().map((control) => ({ params: { control }, content: contentOf(control) }));
}

// --- internal ---

const root = join(import.meta.dirname, "..", "..");
const folders = ["rego", "cel", "podsecurity", "cases"];

function isOfPack(path: string): boolean {
  return folders.some((folder) => path.startsWith(`${folder}/`)) && existsSync(join(root, path));
}

function anchorOf(path: string): string {
  return path.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
}

function subfolders(folder: string): readonly string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

function contentOf(control: string): string {
  const files = folders.flatMap((folder) => filesBelow(`${folder}/${control}`));
  const parts = files.map((path) => `## ${path} {#${anchorOf(path)}}\n\n${shown(path)}`);
  const page = existsSync(join(root, "docs", "controls", `${control}.md`))
    ? `The control's page: [${control}](../controls/${control}.md)`
    : "Shared modules, importable from every control.";
  return [`# Sources of ${control}`, page, ...parts].join("\n\n");
}

function filesBelow(folder: string): readonly string[] {
  if (!existsSync(join(root, folder))) return [];
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return paths.map((path) => posix.relative(root, path.replaceAll("\\", "/"))).sort();
}

/** Without colours, which would make most of the site of the cases. */
function shown(path: string): string {
  const text = readFileSync(join(root, path), "utf8").trimEnd();
  return `<pre v-pre style="${look}">${text.replaceAll(/[&<>]/g, (sign) => escapes[sign] ?? sign)}</pre>`;
}

const look = "overflow-x: auto; font-size: 13px; line-height: 1.5";

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
