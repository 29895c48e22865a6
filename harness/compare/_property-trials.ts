import type { Case, EngineId, JsonObject, Origin, PropertyUse, Trial } from "../model/index.ts";
import { expectationFor } from "../model/index.ts";
import type { OpenedStream } from "./stream.ts";

/** What trials are taken from. */
export interface TrialSource {
  readonly chosen: readonly Case[];
  readonly opened: OpenedStream;
  readonly options: {
    readonly kubernetes?: string;
    readonly cases?: readonly Case[];
    readonly only?: number;
  };
}

/** Trials for one property on one engine, and where each comes from. */
export interface PropertyTrials {
  readonly golden: readonly Trial[];
  readonly generated: Iterable<Trial>;
  /** By the position among the golden ones, then the generated ones. */
  readonly originOf: (index: number) => Origin;
}

/** Golden cases, and the stream without an end; where something was asked for one by one, that alone. What a case expects to fail is nothing to compare. */
export function propertyTrials(
  { options, chosen, opened: { stream } }: TrialSource,
  engine: EngineId,
  use: PropertyUse,
): PropertyTrials {
  const { kubernetes, only, cases } = options;
  const inWorld = ({ request, world }: Trial): Trial => ({
    request,
    world: {
      ...world,
      ...(world.kubernetes === undefined && kubernetes !== undefined ? { kubernetes } : {}),
      ...(use.raw === true ? { raw: true } : {}),
    },
  });
  const own = only === undefined ? chosen.filter((one) => expectationFor(one, engine).decision !== "error") : [];
  const first = only ?? 0;
  const last = cases === undefined ? (only ?? Number.POSITIVE_INFINITY) : -1;
  return {
    golden: own.map(inWorld),
    generated: {
      *[Symbol.iterator]() {
        if (stream !== undefined) for (let index = first; index <= last; index++) yield inWorld(stream.draw(index));
      },
    },
    originOf: (index) => {
      const one = own[index];
      if (one !== undefined) return { case: one.name, place: one.place };
      return { seed: stream?.seed ?? 0, index: first + index - own.length };
    },
  };
}

const mostContainers = 8;

/** Containers of the cases that this engine must allow, without what hangs on the rest of their pod. */
export function allowedContainers(cases: readonly Case[], engine: EngineId): readonly JsonObject[] {
  const containers = cases
    .filter((one) => expectationFor(one, engine).decision === "allow")
    .flatMap(({ request: { object } }) => (object !== undefined && "json" in object ? containersIn(object.json) : []));
  const different = new Map(containers.map((container) => [JSON.stringify(container), container]));
  return [...different.values()].slice(0, mostContainers);
}

// --- internal ---

function containersIn(object: JsonObject): readonly JsonObject[] {
  const spec = object["spec"] as JsonObject | null | undefined;
  const containers = spec?.["containers"];
  if (!Array.isArray(containers)) return [];
  return (containers as readonly JsonObject[]).map(
    ({ volumeMounts: _mounts, volumeDevices: _devices, ports: _ports, ...own }) => own,
  );
}
