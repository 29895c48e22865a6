import type { Control } from "./case.ts";
import type { EngineId } from "./engine.ts";
import type { JsonObject } from "./json.ts";
import type { Place } from "./source.ts";
import type { Trial } from "./trial.ts";
import type { Verdict } from "./verdict.ts";

/**
 * What must hold between the verdicts before and after a change.
 *
 * `same`: both are let pass, warned of, or denied; `never-stricter`: what was let pass is not warned of, and what was not denied is not denied; `never-looser` is the
 * reverse; `cured`: what was denied or warned of is so no more, or at least only warned of; `identical`: every word is the same;
 * `never-denied`: what was not denied is not denied, whatever is warned of; `unchanged`: policies change the object no more; `same-object`: they make the same of it.
 */
export type Relation =
  | "same"
  | "never-stricter"
  | "never-looser"
  | "cured"
  | "identical"
  | "never-denied"
  | "unchanged"
  | "same-object";

/** A request that was changed. */
export interface Change {
  /** What was done, without particulars: `a container became an init container`. */
  readonly how: string;
  readonly trial: Trial;
  /** Trials that must be let pass, without a warning of a policy, or the change says nothing. */
  readonly given?: readonly Trial[];
  /** What is wrong whatever is said of the changed request, a sentence each. */
  readonly flaws?: readonly string[];
  /** An object that says nothing: where it comes out both times, the change had nothing to act on. */
  readonly idle?: JsonObject;
}

/** What changes are made of beside the request itself. */
export interface Material {
  /** Containers of requests that are allowed. */
  readonly containers: readonly JsonObject[];
  /** The object as the API server admits it, for properties that need it. */
  readonly admitted?: JsonObject;
  /** What the control's own policies say of the request, with the object that they make, for properties that need it. */
  readonly mutation?: Verdict;
  /** Where mutating policies may change an object, such as `metadata.labels` or, in whatever has a pod, `pod.hostUsers`. */
  readonly paths?: readonly string[];
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
  /** Whether it must be known what the control's own policies make of the object. @defaultValue false */
  readonly needsMutation?: boolean;
  /**
   * Who judges: `itself`, the control's policies; `others`, each of the controls that the use names; `both`, the control's policies before those of the other control,
   * and after the change behind them. @defaultValue `itself`
   */
  readonly judgedBy?: "itself" | "others" | "both";
  /** Whether cases of the other controls are taken without their `params`, which the control's own policies may not know. @defaultValue false */
  readonly ownParams?: boolean;
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
  readonly paths?: readonly string[];
  /** Other controls, by id or glob, which the property is about. */
  readonly controls?: readonly string[];
  /** Other controls, by id or glob, that must let a request pass, or the property says nothing of it. */
  readonly given?: readonly string[];
  /** Those of `controls` and of `given` as they were read. */
  readonly others?: readonly NamedControls[];
  readonly conditions?: readonly NamedControls[];
  /** Where it is written. */
  readonly place?: Place;
}

/** What a name in `assay.yaml` stands for. */
export interface NamedControls {
  readonly name: string;
  /** With their policies and cases; empty where there is none of that name, which is a problem. */
  readonly controls: readonly Control[];
}
