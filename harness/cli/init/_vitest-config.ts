import { leaving, type Step, writing } from "./_plan.ts";

const extensions = ["ts", "mts", "cts", "js", "mjs", "cjs"];

/** Every name that vitest takes for its configuration, the ones that it prefers first. */
export const vitestConfigs: readonly string[] = ["vitest.config", "vite.config"].flatMap((name) =>
  extensions.map((extension) => `${name}.${extension}`),
);

/** vitest's configuration; one that is there is left, with what must be added to it. */
export function vitestStep(files: Readonly<Record<string, string>>): Step {
  const found = vitestConfigs.find((name) => files[name] !== undefined);
  if (found === undefined) return writing("vitest.config.ts", config, "makes every case a test");
  const uses = files[found]?.includes("assay/vitest") === true;
  if (uses) return leaving(found, "it has the plugin `policies()`");
  return leaving(found, "it is there already", [`add \`policies()\` of \`assay/vitest\` to \`plugins\` in ${found}`]);
}

// --- internal ---

const config = `import { policies } from "assay/vitest";
import { defineConfig } from "vitest/config";

export default defineConfig({ plugins: [policies()] });
`;
