import { defineConfig, type ViteUserConfig } from "vitest/config";

const fixtures = "test/fixtures/**";
/** What waits for the clock, or for engines that are killed: alone, so that nothing else makes it late. */
const timed = ["test/engine/**/*.test.ts", "test/faults/**/*.test.ts", "test/cli/watch*.test.ts"];

const config: ViteUserConfig = defineConfig({
  test: {
    setupFiles: ["test/_seed.ts"],
    pool: "threads",
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: "side by side",
          include: ["test/**/*.test.ts"],
          exclude: [fixtures, ...timed],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: "alone", include: timed, exclude: [fixtures], maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
  },
});

export default config;
