import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";

/** The levels, each with what it has of the one before. */
export const levelNames = ["baseline", "restricted", "hardened"] as const;

export type LevelName = (typeof levelNames)[number];

/** Controls, or globs of them, that are in no level, and why. */
export interface Apart {
  readonly controls: readonly string[];
  readonly why: string;
  /** Without parameters nothing passes: they are not applied with all others. */
  readonly parameters?: boolean;
}

/** What levels/levels.yaml says. */
export interface Levels
  extends Readonly<Record<LevelName, { readonly with: readonly string[]; readonly without?: readonly string[] }>> {
  readonly apart: readonly Apart[];
  /** Globs of the controls that judge the namespaces of the system, too. */
  readonly system: readonly string[];
}

export function readLevels(root: string): Levels {
  return load(readFileSync(join(root, "levels", "levels.yaml"), "utf8")) as Levels;
}

/** The controls of a level, sorted. */
export function controlsOf(levels: Levels, level: LevelName): readonly string[] {
  const upTo = levelNames.slice(0, levelNames.indexOf(level) + 1);
  const all = upTo.reduce<readonly string[]>((before, name) => {
    const { with: added, without = [] } = levels[name];
    return [...before.filter((id) => !without.includes(id)), ...added];
  }, []);
  return [...all].sort();
}
