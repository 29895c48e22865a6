import type { Case, Trial } from "../model/index.ts";
import type { Stream } from "./_ask-in-turn.ts";
import type { Shrinking } from "./_shrink.ts";
import type { SidePolicies } from "./side.ts";

/** What is generated is made for all sides: PodSecurity only warns of workloads, so with it only what it can deny is generated. */
export function kindsBeside(
  sides: readonly SidePolicies[],
  cases: readonly Case[],
): { readonly kinds?: readonly string[] } {
  if (!sides.some(isPodSecurity)) return {};
  const kinds = ["Pod", "Namespace"].filter((kind) => cases.some(({ request }) => kindOf(request) === kind));
  return { kinds: kinds.length === 0 ? ["Pod"] : kinds };
}

/** PodSecurity does not judge a Pod again whose update changes nothing that it looks at, so with it each Pod is generated as a new one. */
export function newBeside<T extends Generating>(sides: readonly SidePolicies[], opened: T): T {
  if (!sides.some(isPodSecurity)) return opened;
  const { stream, shrinking } = opened;
  return {
    ...opened,
    ...(stream === undefined ? {} : { stream: { ...stream, draw: (index: number) => created(stream.draw(index)) } }),
    shrinking: {
      ...shrinking,
      smaller: (trial: Trial) =>
        isUpdate(trial) ? shrinking.smaller(trial) : withoutUpdates(shrinking.smaller(trial)),
    },
  };
}

// --- internal ---

interface Generating {
  readonly stream?: Stream;
  readonly shrinking: Shrinking;
}

function isPodSecurity({ engine }: SidePolicies): boolean {
  return engine === "podsecurity";
}

function kindOf({ object }: Trial["request"]): unknown {
  return object !== undefined && "json" in object ? object.json["kind"] : undefined;
}

function created(trial: Trial): Trial {
  if (!isUpdate(trial)) return trial;
  const { oldObject: _, options: __, ...rest } = trial.request;
  return { request: { ...rest, operation: "CREATE" }, world: trial.world };
}

function* withoutUpdates(trials: Iterable<Trial>): Generator<Trial> {
  for (const trial of trials) if (!isUpdate(trial)) yield trial;
}

/** What brings ephemeral containers is another matter: that is judged. */
function isUpdate({ request }: Trial): boolean {
  return request.operation === "UPDATE" && request.subResource === undefined && kindOf(request) === "Pod";
}
