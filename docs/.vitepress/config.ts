import { defineConfig } from "vitepress";
import { controlsSidebar, documentsSidebar } from "./sidebar.ts";
import { linksToSources } from "./sources.ts";

/** Anchors as GitHub makes them of headings, so that links hold in the repository and on the site. */
function slugify(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_ -]/gu, "")
    .replaceAll(" ", "-");
}

/** docs/ as a site: `npm run docs` builds it into .assay/site, `npm run docs:dev` shows it while it is written. Nothing in it is fetched from elsewhere. */
export default defineConfig({
  title: "Assay",
  description: "A test harness for Kubernetes admission policies",
  outDir: "../.assay/site",
  cacheDir: "../.assay/site-cache",
  srcExclude: ["examples/**"],
  markdown: { config: linksToSources, anchor: { slugify }, headers: { slugify } },
  themeConfig: {
    search: { provider: "local" },
    outline: { level: [2, 3] },
    nav: [
      { text: "Controls", link: "/controls/" },
      { text: "By article", link: "/articles" },
      { text: "Coverage", link: "/coverage" },
      { text: "Formats", link: "/formats" },
      { text: "Reference", link: "/reference" },
    ],
    sidebar: { "/controls/": controlsSidebar(), "/sources/": [], "/": documentsSidebar() },
  },
  vite: { esbuild: { tsconfigRaw: "{}" }, build: { chunkSizeWarningLimit: 4000 } },
});
