import { type Engines, openEngines } from "../engine/index.ts";
import { kyvernoSetting, type Project } from "../load/index.ts";
import { clusterSettings } from "./_cluster.ts";
import type { TestOptions } from "./_test-options.ts";

/** Engines that are open from the first run that needs them to the last. */
export interface HeldEngines {
  of(project: Project): Engines;
  close(): void;
}

/** They are opened again only where the project sets them otherwise. */
export function heldEngines(options: TestOptions): HeldEngines {
  let held: { readonly settings: string; readonly engines: Engines } | undefined;
  return {
    of: (project) => {
      const wanted = {
        ...(options.timeout === undefined ? {} : { timeoutMs: options.timeout * 1000 }),
        ...clusterSettings(options.engine ?? project.config.engines, options, project.config),
        ...kyvernoSetting(project),
      };
      const settings = JSON.stringify(wanted);
      if (held?.settings !== settings) {
        held?.engines.close();
        held = { settings, engines: openEngines(wanted) };
      }
      return held.engines;
    },
    close: () => held?.engines.close(),
  };
}
