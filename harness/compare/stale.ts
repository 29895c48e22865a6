import {
  type Case,
  type Control,
  type EngineId,
  type KnownDifference,
  knownOfCase,
  type StaleDifference,
} from "../model/index.ts";

/** Two engines whose own policies were compared, and the cases on which they do not differ. */
export interface Agreement {
  readonly engines: readonly [EngineId, EngineId];
  readonly alike: readonly Case[];
}

/** Entries of the list that cannot show a difference, because what they are about is not there. */
export function homelessDifferences(
  listed: readonly KnownDifference[],
  { controls, engines }: { readonly controls: readonly Control[]; readonly engines: readonly EngineId[] },
): readonly StaleDifference[] {
  return listed.flatMap((known) => {
    const flaw = flawOf(
      known,
      controls.find(({ id }) => id === known.control),
      engines,
    );
    return flaw === undefined ? [] : [stale(known, flaw)];
  });
}

/** Entries of the list whose engines were compared and do not differ any more. */
export function staleDifferences(
  listed: readonly KnownDifference[],
  agreements: readonly Agreement[],
): readonly StaleDifference[] {
  const over = new Set(
    agreements.flatMap(({ engines, alike }) => alike.flatMap((one) => knownOfCase(listed, one, engines))),
  );
  return [...over].map((known) => {
    const engines = known.engines.map((engine) => `\`${engine}\``).join(" and ");
    return stale(known, `${engines} do not differ on the case \`${known.case}\` any more`);
  });
}

// --- internal ---

function flawOf(
  { control: id, case: name, engines }: KnownDifference,
  control: Control | undefined,
  read: readonly EngineId[],
): string | undefined {
  if (control === undefined) return `there is no control \`${id}\``;
  const lacking = engines.find(
    (engine) => read.includes(engine) && !control.policies.some((policy) => policy.engine === engine),
  );
  if (lacking !== undefined) return `the control \`${id}\` has no policy for \`${lacking}\``;
  if (name === undefined) return undefined;
  const one = control.cases.find((candidate) => candidate.name === name);
  if (one === undefined) return `the control \`${id}\` has no case \`${name}\``;
  return one.world.raw === true ? `the case \`${name}\` is raw, and only Rego reads such objects` : undefined;
}

function stale({ control, place }: KnownDifference, why: string): StaleDifference {
  return {
    kind: "stale-difference",
    control,
    place,
    message: `a known difference is none: ${why}; take it off the list`,
  };
}
