import type { Request, World } from "./request.ts";

/** A request in its world: what a judge is asked. */
export interface Trial {
  readonly request: Request;
  readonly world: World;
}
