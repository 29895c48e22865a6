import { defineConfig } from "vitepress";
import { controlsSidebar, documents } from "./sidebar.ts";
import { linksToSources } from "./sources.ts";

/** docs/ as a site: `npm run docs` builds it into .assay/site, `npm run docs:dev` shows it while it is written. Nothing in it is fetched from elsewhere. */
export default defineConfig({
  title: "Assay",
  description: "A test harness for Kubernetes admission policies",
  outDir: "../.assay/site",
  cacheDir: "../.assay/site-cache",
  srcExclude: ["examples/**"],
  markdown: { config: linksToSources },
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
    sidebar: { "/controls/": controlsSidebar(), "/sources/": [], "/": documents },
  },
  vite: { esbuild: { tsconfigRaw: "{}" } },
});
