import type { Case, EngineId, JsonObject, Origin, PropertyUse, Trial, World } from "../model/index.ts";
import { expectationFor } from "../model/index.ts";
import type { Stream } from "./_ask-in-turn.ts";
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

/** The trials of a control: of the same case or index the same object for every property, so that it is admitted and judged once. */
export function openTrials(source: TrialSource): (engine: EngineId, use: PropertyUse) => PropertyTrials {
  const asSent = trialsIn(source, {});
  const raw = trialsIn(source, { raw: true });
  return (engine, use) => (use.raw === true ? raw : asSent)(engine);
}

const mostContainers = 8;
const mostKept = 10_000;

/** Containers of the cases that this engine must allow, without what hangs on the rest of their pod. */
export function allowedContainers(cases: readonly Case[], engine: EngineId): readonly JsonObject[] {
  const containers = cases
    .filter((one) => expectationFor(one, engine).decision === "allow")
    .flatMap(({ request: { object } }) => (object !== undefined && "json" in object ? containersIn(object.json) : []));
  const different = new Map(containers.map((container) => [JSON.stringify(container), container]));
  return [...different.values()].slice(0, mostContainers);
}

// --- internal ---

/** Golden cases, and the stream without an end; where something was asked for one by one, that alone. What a case expects to fail is nothing to compare. */
function trialsIn(
  { options: { kubernetes, only, cases }, chosen, opened: { stream } }: TrialSource,
  more: World,
): (engine: EngineId) => PropertyTrials {
  const inWorld = ({ request, world }: Trial): Trial => {
    const release = world.kubernetes === undefined && kubernetes !== undefined ? { kubernetes } : {};
    return { request, world: { ...world, ...release, ...more } };
  };
  const golden = (only === undefined ? chosen : []).map((one) => ({ one, trial: inWorld(one) }));
  const drawn = new Map<number, Trial>();
  const draw = (index: number, from: Stream): Trial => {
    const trial = drawn.get(index) ?? inWorld(from.draw(index));
    if (drawn.size < mostKept) drawn.set(index, trial);
    return trial;
  };
  const first = only ?? 0;
  const last = cases === undefined ? (only ?? Number.POSITIVE_INFINITY) : -1;
  return (engine) => {
    const own = golden.filter(({ one }) => expectationFor(one, engine).decision !== "error");
    return {
      golden: own.map(({ trial }) => trial),
      generated: {
        *[Symbol.iterator]() {
          if (stream !== undefined) for (let index = first; index <= last; index++) yield draw(index, stream);
        },
      },
      originOf: (index) => {
        const one = own[index]?.one;
        if (one !== undefined) return { case: one.name, place: one.place };
        return { seed: stream?.seed ?? 0, index: first + index - own.length };
      },
    };
  };
}

function containersIn(object: JsonObject): readonly JsonObject[] {
  const spec = object["spec"] as JsonObject | null | undefined;
  const containers = spec?.["containers"];
  if (!Array.isArray(containers)) return [];
  return (containers as readonly JsonObject[]).map(
    ({ volumeMounts: _mounts, volumeDevices: _devices, ports: _ports, ...own }) => own,
  );
}
