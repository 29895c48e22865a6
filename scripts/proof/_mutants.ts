import type { Engines } from "../../harness/engine/index.ts";
import type { JsonObject, Policy, SourceFile, Verdict } from "../../harness/model/index.ts";
import { celDocuments } from "./_cel-mutants.ts";
import { brokenModules } from "./_rego-mutants.ts";

/** A broken copy: other sources, or other answers. */
export type Mutant = { readonly how: string } & (
  | { readonly sources: readonly SourceFile[] }
  | { readonly verdict: Verdict }
);

/** Each rule that denies or warns dropped alone; everything denied; where it warns, everything warned of. */
export function regoMutants({ sources }: Policy): readonly Mutant[] {
  const [source, ...others] = sources;
  if (source === undefined || others.length > 0) throw new Error("a control of the pack is one module");
  return brokenModules(source.text).map(({ how, text }) => ({ how, sources: [{ ...source, text }] }));
}

/** Each validation and mutation without effect alone; each policy's validations never holding; each match condition always holding. */
export async function celMutants({ sources }: Policy, engines: Engines): Promise<readonly Mutant[]> {
  const read = await Promise.all(
    sources.map(async ({ path, text }) => {
      const { value, problems } = await engines.read(text);
      if (value === undefined) throw new Error(`${path}: ${JSON.stringify(problems)}`);
      return value.documents.map(({ object = {} }) => object);
    }),
  );
  const path = sources[0]?.path ?? "cel/policy.yaml";
  return celDocuments(read.flat()).map(({ how, documents }) => ({ how, sources: [{ path, text: stream(documents) }] }));
}

/** An engine whose code is not the control's. */
export const verdictMutants: readonly Mutant[] = [
  { how: "nothing denied", verdict: { decision: "allow", violations: [], warnings: [], audit: {} } },
  {
    how: "everything denied",
    verdict: { decision: "deny", violations: [{ policy: "broken", message: "broken" }], warnings: [], audit: {} },
  },
];

// --- internal ---

function stream(documents: readonly JsonObject[]): string {
  return documents.map((document) => `---\n${JSON.stringify(document)}\n`).join("");
}
