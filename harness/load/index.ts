export { closest, suggestion } from "./_suggest.ts";
export { type Config, type ControlEntry, defaultConfig } from "./config.ts";
export { loadPolicySet, type PathEngine, type PolicySet } from "./policy-set.ts";
export { type LoadOptions, loadProject, type Project } from "./project.ts";
