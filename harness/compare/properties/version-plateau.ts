import type { Change, Material, Property, Trial } from "../../model/index.ts";

/** Another version between the same two breakpoints. */
export const versionPlateau: Property = {
  id: "version-plateau",
  about:
    "The verdict changes only at the versions that are named; else a rule came or went with a release where nothing was meant to change.",
  relation: "same",
  *changes(trial, material) {
    const { param, breakpoints = [] } = material;
    const oldest = param === undefined ? oldestRelease : 0;
    const starts = [oldest, ...breakpoints.map(minorOf)].sort((left, right) => left - right);
    const now = versionOf(trial, material);
    if (now === undefined) return;
    const from = starts.findLast((start) => start <= now) ?? oldest;
    const next = starts.find((start) => start > now);
    const ends = [from, ...(next === undefined ? [] : [next - 1])];
    for (const minor of new Set(ends)) if (minor !== now) yield at(trial, minor, material);
  },
};

// --- internal ---

/** The oldest release whose CEL the engines know. */
const oldestRelease = 26;
const latest = Number.POSITIVE_INFINITY;

function minorOf(version: string): number {
  return Number(version.replace(/^v?1\./, ""));
}

/** The minor under which the trial is judged; `undefined` where what is written is no version. */
function versionOf({ world }: Trial, { param }: Material): number | undefined {
  const written = param === undefined ? world.kubernetes : world.params?.[param];
  if (written === undefined || written === "latest") return latest;
  // Settings are spelled as PodSecurity spells its versions: `v1.30`.
  const spelling = param === undefined ? /^1\.\d{1,6}$/ : /^v1\.\d{1,6}$/;
  return typeof written === "string" && spelling.test(written) ? minorOf(written) : undefined;
}

function at(trial: Trial, minor: number, { param }: Material): Change {
  const { world } = trial;
  return param === undefined
    ? { how: "under another release of Kubernetes", trial: { ...trial, world: { ...world, kubernetes: `1.${minor}` } } }
    : {
        how: `with another ${param}`,
        trial: { ...trial, world: { ...world, params: { ...world.params, [param]: `v1.${minor}` } } },
      };
}
