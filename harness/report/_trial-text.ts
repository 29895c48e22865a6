import { dump } from "js-yaml";
import type { Json, JsonObject, ObjectSource, Trial } from "../model/index.ts";

/** What a case file needs beside the trial. */
export interface CaseText {
  readonly name: string;
  readonly expect: JsonObject;
}

/** A trial as a user would write it: the manifest alone where that says everything, else as a case does. */
export function trialText(trial: Trial): string {
  const object = trial.request.object;
  if (isPlain(trial) && object !== undefined) return "text" in object ? object.text.trimEnd() : yamlText(object.json);
  return yamlText(written(trial));
}

/** A trial as the text of a `*.case.yaml`. */
export function caseText(trial: Trial, { name, expect }: CaseText): string {
  return `${yamlText({ case: name, ...written(trial), expect })}\n`;
}

/** YAML that means the same under YAML 1.1, which Kubernetes reads. */
export function yamlText(value: Json): string {
  return dump(value, { lineWidth: -1, noRefs: true }).trimEnd();
}

// --- internal ---

function isPlain({ request, world }: Trial): boolean {
  const { operation, object: _object, ...rest } = request;
  return operation === "CREATE" && Object.keys(rest).length === 0 && Object.keys(world).length === 0;
}

/** `request` and what surrounds it, in the words of the case format. */
function written({ request, world }: Trial): JsonObject {
  const { object, oldObject, ...rest } = request;
  const objects = { object: jsonOf(object), oldObject: jsonOf(oldObject) };
  return clean({ request: { ...rest, ...objects }, ...world });
}

/** Text that no engine has read is shown as it is: it is what was judged. */
function jsonOf(source: ObjectSource | undefined): Json | undefined {
  if (source === undefined) return undefined;
  return "json" in source ? source.json : source.text;
}

function clean(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}
