import { leaving, type Step, writing } from "./_plan.ts";

/** What git must not take: the installed packages. */
export function gitignoreStep(text: string | undefined): Step {
  if (text === undefined) return writing(".gitignore", "node_modules/\n", "keeps what npm installs out of git");
  if (/^\/?node_modules\/?\s*$/m.test(text)) return leaving(".gitignore", "it names node_modules");
  return leaving(".gitignore", "it is there already", ["add `node_modules/` to .gitignore"]);
}
