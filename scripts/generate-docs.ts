/**
 * Writes docs/reference.md from the commands' help, the JSON schemas and the error codes, and the pages of the pack from its policies and cases: docs/controls,
 * docs/articles.md, docs/coverage.md. Part of `npm run generate`. Says what the sources lack for whole pages, and fails then.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { openEngines } from "../harness/engine/index.ts";
import { root } from "./engines/index.ts";
import { controlsFolder, packPages } from "./pages/index.ts";
import { referenceText } from "./reference/index.ts";

writeFileSync(join(root, "docs", "reference.md"), referenceText());

const engines = openEngines();
try {
  const { pages, problems } = await packPages(root, engines);
  rmSync(join(root, controlsFolder), { recursive: true, force: true });
  for (const [path, text] of pages) write(path, text);
  console.log(`${pages.size} pages of the pack`);
  for (const problem of problems) console.log(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
} catch (error) {
  console.log(`The pages of the pack are left as they are. ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  engines.close();
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
