import { type MatrixTally, openMatrix, type PlacedCase, type RunOptions } from "../compare/index.ts";
import type { Engines } from "../engine/index.ts";
import { type Case, type Control, type EngineId, isBefore } from "../model/index.ts";
import { type Since, sinceOf } from "./_releases-of.ts";

/** A matrix with what a run of the cases must do for it. */
export interface OpenedMatrix extends Pick<MatrixTally, "rows"> {
  readonly running: Required<Pick<RunOptions, "onVerdict" | "judges">>;
}

/** Opens the matrix of what holds under which release. */
export async function matrixOf(
  { controls, placed }: { readonly controls: readonly Control[]; readonly placed: ReadonlyMap<Case, PlacedCase> },
  {
    engines,
    engineIds,
    releases,
  }: { readonly engines: Engines; readonly engineIds: readonly EngineId[]; readonly releases: readonly string[] },
): Promise<OpenedMatrix> {
  const since = await sinceOf(controls, engines);
  const absent = (control: string, engine: EngineId, release: string) =>
    absentUnder(since.get(control) ?? {}, engine, release);
  const tally = openMatrix(placed, {
    engines: engineIds,
    releases,
    absent: ({ id }: Control, engine, release) => absent(id, engine, release),
  });
  return {
    rows: tally.rows,
    running: {
      onVerdict: tally.take,
      judges: (one, engine) => {
        const at = placed.get(one);
        return at === undefined || absent(one.control, engine, at.release) === undefined;
      },
    },
  };
}

// --- internal ---

/** PodSecurity admission came with 1.22, behind its feature gate. */
const firstPodSecurity = "1.22";

function absentUnder({ control, cel }: Since, engine: EngineId, release: string): "before" | "not-served" | undefined {
  if (control !== undefined && isBefore(release, control)) return "before";
  const served = engine === "cel" ? cel : engine === "podsecurity" ? firstPodSecurity : undefined;
  return served !== undefined && isBefore(release, served) ? "not-served" : undefined;
}
