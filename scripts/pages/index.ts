import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Engines } from "../../harness/engine/index.ts";
import { loadProject, type Project } from "../../harness/load/index.ts";
import { type Proof, proofs } from "../proof/index.ts";
import { articlesPage } from "./_articles-page.ts";
import { controlIndex } from "./_control-index.ts";
import { controlPage } from "./_control-page.ts";
import { coveragePage } from "./_coverage-page.ts";
import { factsOf } from "./_facts.ts";
import type { IsThere } from "./_links.ts";
import { pageProblems } from "./_problems.ts";

/** The pages that are generated from the pack. */
export interface PackPages {
  /** Text by path, relative to the root of the repository. */
  readonly pages: ReadonlyMap<string, string>;
  readonly proofs: readonly Proof[];
  /** What the sources do not say that a page should. */
  readonly problems: readonly string[];
}

/** The folder that holds a page for each control and nothing else. */
export const controlsFolder = "docs/controls";

/** Makes the pages of the pack in `root`. Deterministic: the same sources give the same pages. */
export async function packPages(root: string, engines: Engines): Promise<PackPages> {
  const project = loadProject(root);
  const judged = await proofs(project.controls, engines);
  return pagesOf(project, { engines, proofs: judged });
}

// --- internal ---

async function pagesOf(
  project: Project,
  given: { readonly engines: Engines; readonly proofs: readonly Proof[] },
): Promise<PackPages> {
  const all = await factsOf(project, given.engines);
  const ofControls = new Map([
    ...all.map((one): [string, string] => [`${controlsFolder}/${one.control.id}.md`, controlPage(one)]),
    [`${controlsFolder}/index.md`, controlIndex(all)],
  ]);
  const isThere: IsThere = (path) =>
    path.startsWith(`${controlsFolder}/`) ? ofControls.has(path) : existsSync(join(project.root, path));
  const testsIn = (path: string): number => testsOf(join(project.root, path));
  const pages = new Map([
    ...ofControls,
    ["docs/articles.md", articlesPage(all, isThere)],
    ["docs/coverage.md", coveragePage({ all, proofs: given.proofs, isThere, testsIn })],
  ]);
  const problems = [
    ...project.problems.map(({ message, place }) => `${place?.path ?? "the pack"}: ${message}`),
    ...pageProblems(all, { isThere, testsIn }),
  ];
  return { pages, proofs: given.proofs, problems };
}

/** Tests as they are written; one for each of many values counts once. */
function testsOf(path: string): number {
  return existsSync(path) ? [...readFileSync(path, "utf8").matchAll(/^\s*(it|test)(\.(each|for))?[(<]/gm)].length : 0;
}
