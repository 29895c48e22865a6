import type { Problem } from "../model/index.ts";
import { isOfTheTool } from "./_problems.ts";

/** Problems of the old policies say so: their places may hold something else by now. What fails in the tool itself is no matter of the revision. */
export function inBase(problems: readonly Problem[]): readonly Problem[] {
  return problems.map((one) =>
    isOfTheTool(one.code) ? one : { ...one, message: `in the revision \`base\`: ${one.message}` },
  );
}
