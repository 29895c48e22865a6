import { configDefaults, type Plugin, type ViteUserConfig } from "vitest/config";
import { moduleText } from "./_module-text.ts";
import { openProject, type WatchedProject } from "./_project.ts";
import { failWhenNothingRan } from "./_selected.ts";

export interface PoliciesOptions {
  /** Folder of the policies and cases. @defaultValue vitest's root */
  readonly root?: string;
  /** The configuration file, relative to the root. @defaultValue `assay.yaml`, where there is one */
  readonly config?: string;
}

/**
 * A vitest plugin that makes every case file a test file, with a test for each case and engine. Tests that vitest finds anyway still run.
 * @throws AssayError when the project cannot be read at all, or holds no control
 */
export function policies(options: PoliciesOptions = {}): Plugin {
  let project: WatchedProject | undefined;
  return {
    name: "assay",
    enforce: "pre",
    config(user) {
      project = openProject(options.root ?? user.root ?? process.cwd(), options.config);
      return testConfig(project, user);
    },
    configureVitest({ vitest, defineCacheKeyGenerator }) {
      // A case's module depends on policies and configuration too, which vitest's own key does not know.
      defineCacheKeyGenerator(({ id }) => (project?.isTestFile(id) === true ? false : undefined));
      vitest.config.reporters.push(failWhenNothingRan());
      project?.onStale((files) => {
        for (const file of files) vitest.invalidateFile(file);
      });
    },
    configureServer({ watcher }) {
      watcher.on("all", (_event, path) => project?.changed(path));
    },
    transform(_code, id) {
      const path = project?.isTestFile(id) === true ? project.relative(id) : undefined;
      return path === undefined || project === undefined
        ? undefined
        : { code: moduleText(project.testFile(path)), map: null };
    },
  };
}

// --- internal ---

/** One worker keeps its engines for all files that it runs, so files share a worker. */
function testConfig(project: WatchedProject, user: ViteUserConfig): ViteUserConfig {
  const include = user.test?.include === undefined ? [...configDefaults.include] : [];
  return {
    test: {
      include: [...include, ...project.globs()],
      isolate: false,
      pool: "threads",
      watchTriggerPatterns: [{ pattern: /\.(rego|ya?ml|json)$/, testsToRun: (path) => [...project.testFilesOf(path)] }],
    },
  };
}
