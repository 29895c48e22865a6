import type { Problem, World } from "../model/index.ts";
import { type Admissions, openAdmissions } from "./_admissions.ts";
import { problemOf } from "./_answer.ts";
import { type Inventories, openInventories } from "./_inventories.ts";
import type { Names } from "./_names.ts";
import type { Releases } from "./_ops.ts";
import type { Pipeline } from "./_pipeline.ts";
import { type KnownWorld, openWorlds } from "./_worlds.ts";

/** A process of the API server's code, with what is kept in it. */
export interface KubeHost {
  readonly kube: Pipeline;
  readonly name: Names;
  readonly worldOf: (world: World) => KnownWorld;
  readonly admissions: Admissions;
  readonly inventoryOf: Inventories;
}

/** The API server's code as a server of each release: feature gates and served kinds are those of a whole process. */
export interface Hosts {
  /** Learns which releases there are. @returns what is wrong with the one that is asked for */
  ready(release?: string): Promise<readonly Problem[]>;
  /**
   * Who answers for a release: of one that is too old to be emulated, the oldest that is not; without a release, or until
   * releases are known, the engine's own.
   */
  of(release: string | undefined): KubeHost;
}

/** What hosts are made of. */
export interface HostsOptions {
  readonly kube: Pipeline;
  /** Starts the engine as a server of an older release. */
  readonly emulating: (release: string) => Pipeline;
  readonly name: Names;
}

export function openHosts({ kube, emulating, name }: HostsOptions): Hosts {
  const own = openHost(kube, name);
  const emulated = new Map<string, KubeHost>();
  const asked = new Map<string | undefined, Promise<readonly Problem[]>>();
  let releases: Releases | undefined;

  const ask = async (release: string | undefined): Promise<readonly Problem[]> => {
    const { ok, error } = await kube.ask<Releases>("releases", release === undefined ? {} : { kubernetes: release });
    releases ??= ok;
    if (error === undefined) return [];
    asked.delete(release);
    return error.code === "bad-input" ? [{ ...problemOf(error, "bad-config"), hint: releaseHint }] : [];
  };
  return {
    ready(release) {
      const answer = asked.get(release) ?? ask(release);
      asked.set(release, answer);
      return answer;
    },
    of(release) {
      const emulation = releases === undefined ? undefined : emulationOf(release, releases);
      if (emulation === undefined) return own;
      const host = emulated.get(emulation) ?? openHost(emulating(emulation), name);
      emulated.set(emulation, host);
      return host;
    },
  };
}

// --- internal ---

const releaseHint = "correct `kubernetes` in the case, in assay.yaml, or in --kubernetes";

function openHost(kube: Pipeline, name: Names): KubeHost {
  const worldOf = openWorlds(kube, name);
  return {
    kube,
    name,
    worldOf,
    admissions: openAdmissions({ kube, worldOf }),
    inventoryOf: openInventories({ kube, worldOf }),
  };
}

/** The release to emulate; `undefined` for the engine's own, and for what is no release, which the engine says itself. */
function emulationOf(release: string | undefined, { oldest, emulated, own }: Releases): string | undefined {
  const minor = minorOf(release ?? own);
  if (!(minor >= minorOf(oldest) && minor < minorOf(own))) return undefined;
  return `1.${Math.max(minor, minorOf(emulated))}`;
}

function minorOf(release: string): number {
  return Number(/^v?1\.(\d+)$/.exec(release)?.[1]);
}
