import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import type { MarkdownRenderer } from "vitepress";

/** A page that shows files. */
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
      const path = href === null ? undefined : fileOf(href, page);
      if (path === undefined) continue;
      token.attrSet("href", `${posix.relative(page, `docs/sources/${pageOf(path)}.md`)}#${anchorOf(path)}`);
    }
  });
}

/** The pages that show files: one for each control, one for rego/lib, and one for all else that documents link to. */
export function sourcePages(): SourcePage[] {
  const controls = [...new Set(packFolders.flatMap((folder) => subfolders(folder)))].sort();
  const pages = controls.map((control) => ({
    params: { control },
    content: contentOf(`Sources of ${control}`, [about(control)], filesOf(control)),
  }));
  return [...pages, { params: { control: others }, content: contentOf("Files", [], otherFiles()) }];
}

// --- internal ---

const root = join(import.meta.dirname, "..", "..");
const packFolders = ["rego", "cel", "podsecurity", "cases"];
const others = "files";

/** The file of the repository that a link in docs/ leads to, from the root; `undefined` for pages and what is elsewhere. */
function fileOf(href: string, folder: string): string | undefined {
  if (/^([a-z]+:|#|\/)/.test(href)) return undefined;
  const path = posix.join(folder, href.replace(/#.*$/, ""));
  const isPage = path.startsWith("docs/") && path.endsWith(".md");
  return !isPage && statSync(join(root, path), { throwIfNoEntry: false })?.isFile() === true ? path : undefined;
}

function pageOf(path: string): string {
  const [folder = "", control = "", file] = path.split("/");
  return file !== undefined && packFolders.includes(folder) ? control : others;
}

function anchorOf(path: string): string {
  return path.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
}

function subfolders(folder: string): readonly string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

function contentOf(title: string, lead: readonly string[], files: readonly string[]): string {
  const parts = files.map((path) => `## ${path} {#${anchorOf(path)}}\n\n${shown(path)}`);
  return [`# ${title}`, ...lead, ...parts].join("\n\n");
}

function about(control: string): string {
  return existsSync(join(root, "docs", "controls", `${control}.md`))
    ? `The control's page: [${control}](../controls/${control}.md)`
    : "Files that belong to several controls.";
}

function filesOf(control: string): readonly string[] {
  return packFolders.flatMap((folder) => filesBelow(`${folder}/${control}`));
}

/** What documents link to beside pages and the files of controls. */
function otherFiles(): readonly string[] {
  const documents = readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md"));
  const texts = documents.map((name) => readFileSync(join(root, "docs", name), "utf8"));
  const links = texts.flatMap((text) => [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, href = ""]) => href));
  const files = links.map((href) => fileOf(href, "docs")).filter((path) => path !== undefined);
  return [...new Set(files)].filter((path) => pageOf(path) === others).sort();
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
