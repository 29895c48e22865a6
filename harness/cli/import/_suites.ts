import { type Config, type Survey, survey } from "../../load/index.ts";
import { AssayError, type SourceFile } from "../../model/index.ts";
import { insideRoot } from "../_paths.ts";
import { commentAbove } from "./_comments.ts";
import type { Origin } from "./_control-plan.ts";

/** The suites that lie at the paths, or below them; all of the project where no path is named. */
export interface FoundSuites {
  readonly found: Survey;
  readonly suites: readonly string[];
}

/** @throws an AssayError where there is none */
export function findSuites(root: string, paths: readonly string[]): FoundSuites {
  const found = survey(root, []);
  if ("code" in found) throw new AssayError(found.code, found.message);
  const inside = insideRoot(root, paths);
  const [outside] = inside.problems;
  if (outside !== undefined) throw new AssayError(outside.code, outside.message);
  const all = found.documents.filter(({ is }) => suiteKinds.includes(is)).map(({ place }) => place.path);
  const chosen = [...new Set(all)].filter(
    (suite) => paths.length === 0 || inside.paths.some((path) => isAt(suite, path)),
  );
  const idle = inside.paths.find((path) => !chosen.some((suite) => isAt(suite, path)));
  if (idle !== undefined) throw new AssayError("nothing-found", `there is no suite at \`${idle}\``);
  if (chosen.length === 0) throw new AssayError("nothing-found", `there is no suite in \`${root}\``);
  return { found, suites: chosen };
}

/** A configuration under which the suites run, and nothing else. */
export function suitesConfig(suites: readonly string[]): SourceFile {
  return { path: "assay.yaml", text: JSON.stringify({ suites: suites.map(literally) }) };
}

/** What is needed of the repository to write controls in its own words. */
export function originOf(found: Survey, { cases, policies }: Config): Origin {
  const texts = new Map(found.documents.map(({ value, text }) => [JSON.stringify(value), text]));
  return {
    cases,
    folderOf: ({ engine, from }) => {
      if (from === "gatekeeper" || engine === "gatekeeper") return policies.gatekeeper;
      return engine === "cel" || engine === "rego" ? policies[engine] : undefined;
    },
    textOf: (value) => texts.get(JSON.stringify(value)),
    commentAt: (place) => commentAbove(found, place),
  };
}

// --- internal ---

const suiteKinds: readonly string[] = ["gator", "kyverno-test", "kaptest"];

function isAt(suite: string, path: string): boolean {
  return path === "" || suite === path || suite.startsWith(`${path}/`);
}

/** A path as a glob that selects this file alone. */
function literally(path: string): string {
  return path.replaceAll(/[[\]{}()*?!+@\\]/g, "\\$&");
}
