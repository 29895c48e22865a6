import type { JsonObject } from "./json.ts";

/** Where parameters that are drawn for policies come from. */
export interface ParameterSource {
  /** What stored parameters fit: an OpenAPI v3 schema, as a ConstraintTemplate has it for `spec.parameters` of its Constraints. */
  readonly schema: JsonObject;
  /** Those that are in force: of the Constraints at hand. */
  readonly samples: readonly JsonObject[];
}
