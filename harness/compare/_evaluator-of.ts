import type { Mutant } from "../model/index.ts";

/** Who judges by the policies of an engine where there are many of them: topdown needs no compilation to WASM. */
export function evaluatorOf(engine: Mutant["engine"]): "topdown" | "cel" {
  return engine === "rego" ? "topdown" : engine;
}
