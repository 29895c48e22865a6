import type { EngineId } from "./engine.ts";
import type { JsonObject } from "./json.ts";
import type { Place } from "./source.ts";
import type { Trial } from "./trial.ts";

/**
 * What must hold between the verdicts before and after a change.
 *
 * `same`: both are let pass, warned of, or denied; `never-stricter`: what was let pass is not warned of, and what was not denied is not denied; `never-looser` is the
 * reverse; `cured`: what was denied or warned of is so no more, or at least only warned of; `identical`: every word is the same.
 */
export type Relation = "same" | "never-stricter" | "never-looser" | "cured" | "identical";

/** A request that was changed. */
export interface Change {
  /** What was done, without particulars: `a container became an init container`. */
  readonly how: string;
  readonly trial: Trial;
  /** Trials that must be let pass, without a warning of a policy, or the change says nothing. */
  readonly given?: readonly Trial[];
}

/** What changes are made of beside the request itself. */
export interface Material {
  /** Containers of requests that are allowed. */
  readonly containers: readonly JsonObject[];
  /** The object as the API server admits it, for properties that need it. */
  readonly admitted?: JsonObject;
  /** Name of the setting that holds a version, such as `policyVersion`. @defaultValue the release of Kubernetes is varied */
  readonly param?: string;
  /** The versions at which verdicts may change, such as `1.29`. */
  readonly breakpoints?: readonly string[];
}

/** A judge is compared with itself on a changed request: the change must not matter, or in one direction only. */
export interface Property {
  /** In words, as in `assay.yaml`: `container-lists-alike`. */
  readonly id: string;
  /** What must hold, and what goes wrong where it does not. */
  readonly about: string;
  readonly relation: Relation;
  /** Whether the object must be known as the API server admits it. @defaultValue false */
  readonly needsAdmitted?: boolean;
  /** The changed requests: JSON to JSON, and the same for the same trial. */
  readonly changes: (trial: Trial, material: Material) => Iterable<Change>;
}

/** A property that is asked of a control. */
export interface PropertyUse {
  readonly property: string;
  /** @defaultValue all that the control has a policy for */
  readonly engines?: readonly EngineId[];
  /** `true`: Rego reads the objects as written, before any API server, and no other engine takes part. @defaultValue false */
  readonly raw?: boolean;
  readonly param?: string;
  readonly breakpoints?: readonly string[];
  /** Where it is written. */
  readonly place?: Place;
}
