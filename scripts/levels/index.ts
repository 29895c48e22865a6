export { levelFiles } from "./_files.ts";
export { type Apart, controlsOf, type LevelName, type Levels, levelNames, readLevels } from "./_levels.ts";
