import { dump } from "js-yaml";
import type { Case, Json, JsonObject, ObjectSource } from "../../model/index.ts";

/** The text of a document that has this value, where there is one: it may say in comments what the value does not. */
export type TextOf = (value: JsonObject) => string | undefined;

/** Whether the folder that a manifest lies in, and its text, say all that a case says. */
export function isPlain(one: Case): boolean {
  const { operation, object, ...request } = one.request;
  const { decision, place: _, ...expect } = one.expect;
  const more = [request, one.world, expect].some((part) => Object.keys(part).length > 0);
  const said = operation === "CREATE" && object !== undefined && (decision === "allow" || decision === "deny");
  return said && !more && one.engines === undefined && one.judgedBy === undefined && one.skip === undefined;
}

/** The manifest of a case for which {@link isPlain} holds. */
export function manifestText({ request: { object } }: Case): string {
  return object === undefined ? "" : `${sourceText(object)}\n`;
}

/** A case as a document of a `*.case.yaml`, manifests as they were written. */
export function caseText(one: Case, textOf: TextOf): string {
  const { object, oldObject, operation, ...request } = one.request;
  const { namespaces, objects, crds, ...world } = one.world;
  const { place: _, ...expect } = one.expect;
  const expected = one.engines === undefined ? expect : { ...expect, engines: withoutPlaces(one.engines) };
  const asked = { ...(operation === "CREATE" ? {} : { operation }), ...request };
  const parts = [
    yaml({ case: one.name }),
    "request:",
    ...(Object.keys(asked).length === 0 ? [] : [indented(yaml(asked), 2)]),
    ...mapped({ object, oldObject }, 2),
    ...listed({ namespaces, objects, crds }, textOf),
    ...(Object.keys(world).length === 0 ? [] : [yaml(world)]),
    ...(one.judgedBy === undefined ? [] : [yaml({ judgedBy: one.judgedBy })]),
    ...(one.skip === undefined ? [] : [yaml({ skip: one.skip })]),
    yaml({ expect: expected }),
  ];
  return `${parts.join("\n")}\n`;
}

// --- internal ---

function mapped(sources: Readonly<Record<string, ObjectSource | undefined>>, indent: number): readonly string[] {
  return Object.entries(sources).flatMap(([key, source]) =>
    source === undefined ? [] : [indented(`${key}:`, indent), indented(sourceText(source), indent + 2)],
  );
}

function listed(lists: Readonly<Record<string, readonly JsonObject[] | undefined>>, textOf: TextOf): readonly string[] {
  return Object.entries(lists).flatMap(([key, objects]) =>
    objects === undefined
      ? []
      : [`${key}:`, ...objects.flatMap((object) => ["  -", indented(trimmed(textOf(object) ?? yaml(object)), 4)])],
  );
}

function sourceText(source: ObjectSource): string {
  return "text" in source ? trimmed(source.text) : yaml(source.json);
}

/** Without blank lines around it, and without the marks of a document's end. */
function trimmed(text: string): string {
  return text.replace(/^(?:[ \t]*\r?\n)+/, "").trimEnd();
}

function indented(text: string, by: number): string {
  return text.replaceAll(/^(?=.*\S)/gm, " ".repeat(by));
}

/** YAML that means the same under YAML 1.1, which Kubernetes reads. */
function yaml(value: object): string {
  return dump(JSON.parse(JSON.stringify(value)) as Json, { lineWidth: -1, noRefs: true }).trimEnd();
}

function withoutPlaces(engines: NonNullable<Case["engines"]>): object {
  return Object.fromEntries(
    Object.entries(engines).map(([id, expectation]) => {
      const { place: _, ...expect } = expectation;
      return [id, expect];
    }),
  );
}
