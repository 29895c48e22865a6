import type { Origin } from "../model/index.ts";
import type { CompareOptions } from "./_compare-options.ts";
import { shellWord } from "./_shell-word.ts";

/** The command that compares on one request again. */
export function replayOf(
  { sides, control }: { readonly sides: readonly string[]; readonly control?: string },
  origin: Origin,
  options: CompareOptions,
): string {
  const one =
    "case" in origin
      ? ["--case", origin.case, "--runs", "0"]
      : ["--seed", String(origin.seed), "--path", String(origin.index)];
  const flags = [
    ...(options.corpus === undefined ? [] : ["--corpus", options.corpus]),
    ...(options.requests ?? []).flatMap((path) => ["--requests", path]),
    ...(options.messages === true ? ["--messages"] : []),
    ...(options.undirected === true ? ["--undirected"] : []),
    ...(options.kubernetes === undefined ? [] : ["--kubernetes", options.kubernetes.join(",")]),
    ...(options.config === undefined ? [] : ["--config", options.config]),
    ...(options.cwd === undefined ? [] : ["--cwd", options.cwd]),
  ];
  const about = control === undefined ? [] : ["--control", control];
  return ["assay", "compare", ...sides, ...about, ...one, ...flags].map(shellWord).join(" ");
}
