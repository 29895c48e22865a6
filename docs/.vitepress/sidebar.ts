import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { DefaultTheme } from "vitepress";

/** The documents as docs/index.md lists them. */
export function documentsSidebar(): DefaultTheme.SidebarItem[] {
  return partsOf("index.md").map(({ title, text }) => ({
    text: title,
    items: [...text.matchAll(/^- \[([^\]]+)\]\(([^)]+)\)/gm)].map(([, name = "", path = ""]) => ({
      text: name,
      link: `/${path}`,
    })),
  }));
}

/** The controls by family, as docs/controls/index.md lists them. */
export function controlsSidebar(): DefaultTheme.SidebarItem[] {
  return partsOf("controls/index.md").map(({ title, text }) => ({
    text: title,
    collapsed: true,
    items: [...text.matchAll(/^\| \[`([^`]+)`\]/gm)].map(([, id = ""]) => ({ text: id, link: `/controls/${id}.md` })),
  }));
}

// --- internal ---

/** What stands under each heading of a document. */
function partsOf(path: string): readonly { readonly title: string; readonly text: string }[] {
  const text = readFileSync(join(import.meta.dirname, "..", path), "utf8");
  const parts = text.split(/^## /m).slice(1);
  return parts.map((part) => ({ title: part.slice(0, part.indexOf("\n")), text: part }));
}
