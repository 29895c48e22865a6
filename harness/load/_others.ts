import picomatch from "picomatch";
import {
  type Control,
  globFlaw,
  globOptions,
  type NamedControls,
  type Problem,
  type PropertyUse,
} from "../model/index.ts";
import { suggestion } from "./_suggest.ts";

/** Where other controls come from. */
export interface OtherControls {
  /** Of all controls of the project. */
  readonly ids: readonly string[];
  /** Reads one, with its policies and cases. */
  readonly read: (id: string) => Control | undefined;
}

/** A control's properties with the other controls that they name, and what names nothing. */
export function withOthers(
  id: string,
  uses: readonly PropertyUse[],
  from: OtherControls,
): { readonly uses: readonly PropertyUse[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const found = (names: readonly string[] | undefined, { place }: PropertyUse): readonly NamedControls[] | undefined =>
    names?.map((name) => {
      const ids = from.ids.filter((other) => other !== id && selects(name, other));
      if (ids.length === 0) problems.push({ ...unknown(name, from.ids), ...(place === undefined ? {} : { place }) });
      return { name, controls: ids.flatMap((one) => from.read(one) ?? []) };
    });
  const all = uses.map((use) => {
    const [others, conditions] = [found(use.controls, use), found(use.given, use)];
    return {
      ...use,
      ...(others === undefined ? {} : { others }),
      ...(conditions === undefined ? {} : { conditions }),
    };
  });
  return { uses: all, problems };
}

// --- internal ---

function unknown(name: string, ids: readonly string[]): Problem {
  const flaw = globFlaw(name);
  if (flaw !== undefined)
    return { code: "bad-config", message: `this glob cannot be used: ${flaw}`, hint: "make it simpler" };
  return { code: "nothing-found", message: `no other control is called \`${name}\``, hint: suggestion(name, ids) };
}

function selects(name: string, id: string): boolean {
  return id === name || (globFlaw(name) === undefined && picomatch.isMatch(id, name, globOptions));
}
