import { AssayError, type Case, type Control, type EngineId } from "../model/index.ts";
import { hasOwnPolicies, parseSide, policiesFor, type SideSpec } from "./_side.ts";

/** What is compared with what, on which cases. */
export interface Pair {
  /** The control, or a name for policies that are none's. */
  readonly control: string;
  readonly left: SideSpec;
  readonly right: SideSpec;
  /** Those whose policies the sides take where they bring none. */
  readonly controls: readonly Control[];
  readonly cases: readonly Case[];
}

/**
 * The comparisons that the sides stand for: none is each control's engines with its first, one is a side with itself under another release, two are each other.
 * @throws an AssayError for sides that cannot be compared
 */
export function pairsOf(
  sides: readonly [string | undefined, string | undefined],
  { controls, engines }: { readonly controls: readonly Control[]; readonly engines: readonly EngineId[] },
): readonly Pair[] {
  const [left, right] = sides;
  if (left === undefined) return controls.flatMap((control) => twins(control, engines));
  if (right === undefined)
    throw new AssayError("bad-usage", `\`${left}\` is compared with nothing: name the other side too`);
  return expanded(left, right).flatMap(([one, other]) => pair(parseSide(one), parseSide(other), controls));
}

/** Cases that their author skips are left out, and so are raw ones: only Rego reads files that no API server has read. */
export function usableCases({ cases }: Control): readonly Case[] {
  return cases.filter(({ skip, world }) => skip === undefined && world.raw !== true);
}

// --- internal ---

function twins(control: Control, engines: readonly EngineId[]): readonly Pair[] {
  const own = engines.filter((engine) => control.policies.some((policy) => policy.engine === engine));
  const [first, ...others] = own;
  if (first === undefined) return [];
  return others.flatMap((other) => ofControl(parseSide(first), parseSide(other), control));
}

/** A release alone is what CEL and PodSecurity do under it. */
function expanded(left: string, right: string): readonly (readonly [string, string])[] {
  const release = /^1\.\d{1,3}$/;
  if (!release.test(left) || !release.test(right)) return [[left, right]];
  return ["cel", "podsecurity"].map((engine) => [`${engine}@${left}`, `${engine}@${right}`]);
}

function pair(left: SideSpec, right: SideSpec, controls: readonly Control[]): readonly Pair[] {
  if (!hasOwnPolicies(left) && !hasOwnPolicies(right))
    return controls.flatMap((control) => ofControl(left, right, control));
  const taken = controls.filter((control) => [left, right].every((side) => hasOwnPolicies(side) || has(control, side)));
  const named = controls.length === 1 ? controls[0]?.id : undefined;
  const cases = taken.flatMap((control) => usableCases(control));
  return [{ control: named ?? "policies", left, right, controls: taken, cases }];
}

function ofControl(left: SideSpec, right: SideSpec, control: Control): readonly Pair[] {
  if (!has(control, left) || !has(control, right)) return [];
  return [{ control: control.id, left, right, controls: [control], cases: usableCases(control) }];
}

function has(control: Control, { engine }: SideSpec): boolean {
  return policiesFor(control, engine).length > 0;
}
