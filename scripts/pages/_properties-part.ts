import { properties } from "../../harness/compare/index.ts";
import type { Control, PropertyUse } from "../../harness/model/index.ts";
import { code, table } from "./_markdown.ts";

/** What must hold of a control's policies whatever the request; nothing, where nothing is asked. */
export function propertiesPart({ properties: uses = [], policies }: Control): string | undefined {
  const own = uses.filter(
    ({ engines }) => engines === undefined || policies.some(({ engine }) => engines.includes(engine)),
  );
  if (own.length === 0) return undefined;
  const rows = own.map((use) => [
    code(use.property),
    (properties[use.property]?.about ?? "").replaceAll("|", "\\|"),
    particulars(use).join("; "),
  ]);
  return `## Properties\n\nWhat holds of its policies whatever the request.\n\n${table(["property", "what it says", "here"], rows)}`;
}

// --- internal ---

function particulars({ engines, raw, param, breakpoints, paths, controls, given }: PropertyUse): readonly string[] {
  const listed = (lead: string, items: readonly string[] = []): readonly string[] =>
    items.length === 0 ? [] : [`${lead} ${items.map(code).join(", ")}`];
  return [
    ...(engines === undefined ? [] : [`only ${engines.join(", ")}`]),
    ...(raw === true ? ["only Rego, objects as written"] : []),
    ...(param === undefined ? [] : [`param ${code(param)}`]),
    ...(breakpoints?.length === 0 ? ["never changes"] : listed("changes at", breakpoints)),
    ...listed("changes only", paths),
    ...listed("for", controls),
    ...listed("where nothing is denied by", given),
  ];
}
