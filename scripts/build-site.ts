/** `npm run docs`: docs/ as a static site in .assay/site. Fails on a link that leads nowhere; the last line counts pages and links. */
import { join } from "node:path";
import { build } from "vitepress";
import { countsLine } from "./check/index.ts";
import { root } from "./engines/index.ts";
import { checkSite } from "./site/index.ts";

await build(join(root, "docs"));
const { pages, links, broken } = checkSite(join(root, ".assay", "site"));
for (const line of broken) console.log(line);
if (pages === 0) console.log("the site has no page");
console.log(`${pages} pages with ${links} links`);
const bad = new Set(broken.map((line) => line.split(":")[0])).size;
console.log(countsLine({ passed: pages - bad, failed: pages === 0 ? 1 : bad, skipped: 0 }));
process.exitCode = pages === 0 || bad > 0 ? 1 : 0;
