import type { Engines, TypeWarning } from "../engine/index.ts";
import type { Control, JsonObject, Problem } from "../model/index.ts";

/** What the API server's type checker has against the controls' policies in CEL. Custom resources are known as far as cases bring their definitions. */
export async function typeProblems(controls: readonly Control[], engines: Engines): Promise<readonly Problem[]> {
  const checked = await Promise.all(
    controls.map((control) => engines.typeCheck(control.policies, definitionsIn(control))),
  );
  return checked.flatMap(({ warnings, problems }) => [...problems, ...warnings.map(problemOf)]);
}

// --- internal ---

function definitionsIn({ cases }: Control): readonly JsonObject[] {
  const all = cases.flatMap(({ world: { crds = [] } }) => crds);
  return [...new Map(all.map((crd) => [JSON.stringify(crd["metadata"]), crd])).values()];
}

/** Of more kinds than these not all are named. */
const most = 3;

function problemOf({ path, line, field, kinds, message }: TypeWarning): Problem {
  const [, words = message] = /^ERROR: <input>:\d+:\d+: (.*)$/m.exec(message) ?? [];
  const more = kinds.length > most ? ` and ${kinds.length - most} more` : "";
  const of = `${kinds.slice(0, most).join(", ")}${more}`;
  return { code: "bad-policy", message: `\`${field}\` does not fit ${of}: ${words}`, place: { path, line } };
}
