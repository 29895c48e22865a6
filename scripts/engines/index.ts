export { type Built, buildEngine, buildProgram } from "./_build.ts";
export { engineNames, enginesFolder, goEnvironment, goModules, requireGo, root } from "./_go.ts";
export { choosePlatforms, type Platform } from "./_platform.ts";
export type { Program } from "./_program.ts";
