import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import type { MarkdownRenderer } from "vitepress";

/** A page that shows the files of one control, or of rego/lib. */
export interface SourcePage {
  readonly params: { readonly control: string };
  readonly content: string;
}

/** Files that are no pages: links to them lead to the page that shows them. */
export function linksToSources(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push("links-to-sources", ({ tokens, env }) => {
    const page = posix.dirname(`docs/${(env as { readonly relativePath: string }).relativePath}`);
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.type === "link_open" ? token.attrGet("href") : null;
      if (href === null || /^([a-z]+:|#|\/)/.test(href)) continue;
      const path = posix.join(page, href);
      const control = pageOf(path);
      if (control === undefined) continue;
      token.attrSet("href", `${posix.relative(page, `docs/sources/${control}.md`)}#${anchorOf(path)}`);
    }
  });
}

/** The pages that show files: one for each control, for rego/lib and for docs/examples. */
export function sourcePages(): SourcePage[] {
  const controls = new Set([...packFolders.flatMap((folder) => subfolders(folder)), examples]);
  return [...controls].sort().map((control) => ({ params: { control }, content: contentOf(control) }));
}

// --- internal ---

const root = join(import.meta.dirname, "..", "..");
const packFolders = ["rego", "cel", "podsecurity", "cases"];
const examples = "examples";

/** The page that shows a file of the repository; `undefined` where none does. */
function pageOf(path: string): string | undefined {
  const [, folder = "", control] = /^(rego|cel|podsecurity|cases|docs)\/([^/]+)\/./.exec(path) ?? [];
  if (control === undefined || !existsSync(join(root, path))) return undefined;
  return folder !== "docs" || control === examples ? control : undefined;
}

function anchorOf(path: string): string {
  return path.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
}

function subfolders(folder: string): readonly string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

function contentOf(control: string): string {
  const folders = control === examples ? ["docs"] : packFolders;
  const files = folders.flatMap((folder) => filesBelow(`${folder}/${control}`));
  const parts = files.map((path) => `## ${path} {#${anchorOf(path)}}\n\n${shown(path)}`);
  return [`# Sources of ${control}`, about(control), ...parts].join("\n\n");
}

function about(control: string): string {
  if (control === examples) return "What the documents link to.";
  return existsSync(join(root, "docs", "controls", `${control}.md`))
    ? `The control's page: [${control}](../controls/${control}.md)`
    : "Files that belong to several controls.";
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
