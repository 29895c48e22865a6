import { readFileSync } from "node:fs";
import { isJsonObject, type Json, type JsonObject } from "../../model/index.ts";
import { insertMembers } from "./_json-insert.ts";
import { leaving, type Step, writing } from "./_plan.ts";

/** How a package manager is called. */
export interface Manager {
  /** Its lock file. */
  readonly lock: string;
  readonly install: string;
  /** Installs exactly what the lock file says, as a CI must. */
  readonly installLocked: string;
  readonly test: string;
  /** What makes it available in CI, beside Node. */
  readonly setUp: readonly string[];
}

const npm: Manager = {
  lock: "package-lock.json",
  install: "npm install",
  installLocked: "npm ci",
  test: "npm test",
  setUp: [],
};

/** The package managers that are known; the first holds where no lock file is there. */
const managers: readonly Manager[] = [
  npm,
  {
    lock: "pnpm-lock.yaml",
    install: "pnpm install",
    installLocked: "pnpm install --frozen-lockfile",
    test: "pnpm test",
    setUp: ["corepack enable"],
  },
  {
    lock: "yarn.lock",
    install: "yarn install",
    installLocked: "yarn install --immutable",
    test: "yarn test",
    setUp: ["corepack enable"],
  },
];

/** Files that {@link managerOf} and {@link packageStep} want to know of. */
export const packageFiles: readonly string[] = ["package.json", ...managers.map(({ lock }) => lock)];

/** The package manager whose lock file is there. @returns npm where there is none */
export function managerOf(files: Readonly<Record<string, string>>): Manager {
  return managers.find(({ lock }) => files[lock] !== undefined) ?? npm;
}

/** `package.json` with what is missing in it to run the tests. */
export function packageStep(text: string | undefined, { test }: Manager): Step {
  const dependencies = ownVersions();
  if (text === undefined)
    return writing("package.json", fresh(dependencies), "assay and vitest as development dependencies, and `npm test`");
  const written = parsed(text);
  if (written === undefined)
    return leaving("package.json", "it is not a JSON object", [
      `repair package.json; it needs the development dependencies ${namesOf(dependencies)} and the script \`test\`: \`vitest run\``,
    ]);
  const missing = Object.entries(dependencies).filter(([name]) => !dependsOn(written, name));
  const script = scriptOf(written);
  const todo =
    script !== undefined && !/\bvitest\b/.test(script)
      ? [`\`${test}\` runs \`${script}\`: make it run \`vitest run\` too`]
      : [];
  const withScript =
    script === undefined
      ? insertMembers(text.replace(JSON.stringify(noTest), '"vitest run"'), ["scripts"], { test: "vitest run" })
      : text;
  const whole = insertMembers(withScript, ["devDependencies"], Object.fromEntries(missing), { sorted: true });
  if (whole === text) return leaving("package.json", "it has all that is needed", todo);
  const added = [...missing.map(([name]) => `\`${name}\``), ...(script === undefined ? ["the script `test`"] : [])];
  return {
    files: [{ path: "package.json", text: whole, is: "added", about: added.join(", ") }],
    left: [],
    todo,
  };
}

// --- internal ---

/** What `npm init` writes where there is no test. */
const noTest = 'echo "Error: no test specified" && exit 1';

function fresh(dependencies: Readonly<Record<string, string>>): string {
  const content = { private: true, type: "module", scripts: { test: "vitest run" }, devDependencies: dependencies };
  return `${JSON.stringify(content, null, 2)}\n`;
}

function parsed(text: string): JsonObject | undefined {
  try {
    const value = JSON.parse(text) as Json;
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function dependsOn(written: JsonObject, name: string): boolean {
  const lists = [written["dependencies"], written["devDependencies"], written["peerDependencies"]];
  return written["name"] === name || lists.some((list) => isJsonObject(list) && list[name] !== undefined);
}

function scriptOf({ scripts }: JsonObject): string | undefined {
  const script = isJsonObject(scripts) ? scripts["test"] : undefined;
  return typeof script === "string" && script !== noTest ? script : undefined;
}

function namesOf(dependencies: Readonly<Record<string, string>>): string {
  return Object.keys(dependencies)
    .map((name) => `\`${name}\``)
    .join(" and ");
}

/** This very assay, and the vitest that it is tested with. */
function ownVersions(): Readonly<Record<string, string>> {
  const text = readFileSync(new URL("../../../package.json", import.meta.url), "utf8");
  const { version, devDependencies } = JSON.parse(text) as {
    readonly version: string;
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  return { assay: `^${version}`, vitest: `^${devDependencies["vitest"]}` };
}
