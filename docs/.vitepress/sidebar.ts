import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { DefaultTheme } from "vitepress";

/** The pages that are no control's. */
export const documents: DefaultTheme.SidebarItem[] = [
  {
    text: "The policy pack",
    items: [
      { text: "Controls", link: "/controls/" },
      { text: "By article", link: "/articles" },
      { text: "Coverage", link: "/coverage" },
    ],
  },
  {
    text: "The harness",
    items: [
      { text: "Formats", link: "/formats" },
      { text: "Reference", link: "/reference" },
      { text: "Campaigns", link: "/campaigns" },
      { text: "Gatekeeper's library", link: "/gatekeeper-library" },
    ],
  },
  {
    text: "How it is made",
    items: [
      { text: "Architecture", link: "/architecture" },
      { text: "The wire", link: "/wire" },
      { text: "Dependencies", link: "/dependencies" },
    ],
  },
];

/** The controls by family, as docs/controls/index.md lists them. */
export function controlsSidebar(): DefaultTheme.SidebarItem[] {
  const text = readFileSync(join(import.meta.dirname, "..", "controls", "index.md"), "utf8");
  const families = text.split(/^## /m).slice(1);
  return families.map((family) => ({
    text: family.slice(0, family.indexOf("\n")),
    collapsed: true,
    items: [...family.matchAll(/^\| \[`([^`]+)`\]/gm)].map(([, id = ""]) => ({ text: id, link: `/controls/${id}.md` })),
  }));
}
