import type { Engines } from "../../harness/engine/index.ts";
import type { Control, JsonObject } from "../../harness/model/index.ts";
import type { Fixture } from "../../scripts/fixtures/index.ts";
import type { EngineSide } from "./_ask-engine.ts";
import type { Results } from "./_results.ts";

/** What the suites compare with. */
export interface Bench {
  readonly engines: Engines;
  readonly side: EngineSide;
  readonly results: Results;
  /** The program. */
  readonly kubectl: string;
  readonly controls: readonly Control[];
  readonly fixtures: readonly Fixture[];
  /** Objects that are mutated. */
  readonly seeds: readonly JsonObject[];
}
