import { compareCel } from "./_cel-suite.ts";
import { openCluster } from "./_cluster.ts";
import { compareEmulated, emulated } from "./_emulated-suite.ts";
import { compareFeatures } from "./_feature-suite.ts";
import { readFeatures } from "./_features.ts";
import { openKubectl } from "./_kubectl.ts";
import { compareDocumented, compareLevels } from "./_levels-suite.ts";
import { type Asked, type Live, openLive } from "./_live.ts";
import { comparePodSecurity, comparePodSecurityFeatures } from "./_podsecurity-suite.ts";
import { compareRefused } from "./_refused-suite.ts";
import type { ControlPlane, Server, ServerSettings } from "./_server.ts";
import type { Bench } from "./_suite.ts";
import { compareWebhook } from "./_webhook-suite.ts";

/** Plugins of the server that are neither policies nor part of taking a request in: the engines leave them out. */
const leftOut = [
  "ServiceAccount",
  "Priority",
  "DefaultTolerationSeconds",
  "StorageObjectInUseProtection",
  "RuntimeClass",
  "TaintNodesByCondition",
];

const exemptions = { usernames: ["exempt-user"], namespaces: ["exempt-namespace"], runtimeClasses: ["exempt-class"] };
const kind = { apiVersion: "pod-security.admission.config.k8s.io/v1", kind: "PodSecurityConfiguration" };
const plain = { ...kind, exemptions };
const withDefaults = {
  ...kind,
  defaults: {
    enforce: "baseline",
    "enforce-version": "v1.25",
    warn: "restricted",
    "warn-version": "latest",
    audit: "restricted",
    "audit-version": "v1.30",
  },
  exemptions,
};

/** One server for ValidatingAdmissionPolicy alone, one for its features, one as an older release, and two for PodSecurity with different configurations. */
export const servers: readonly ServerSettings[] = [
  { name: "cel", disabled: [...leftOut, "PodSecurity"] },
  { name: "features", disabled: [...leftOut, "PodSecurity"] },
  { name: "emulated", disabled: [...leftOut, "PodSecurity"], emulated },
  { name: "podsecurity", disabled: leftOut, podSecurity: plain },
  { name: "defaults", disabled: leftOut, podSecurity: withDefaults },
];

/** Runs every suite, each on its server, at the same time. */
export async function compareAllSuites(plane: ControlPlane, bench: Bench): Promise<void> {
  const [, second] = plane.servers;
  const last = plane.servers.at(-1);
  const opened: Live[] = [];
  const open = async (server: Server): Promise<Asked> => {
    const live = await openLive(server, server === last ? "plugin" : "token");
    opened.push(live);
    return { cluster: await openCluster(server), live };
  };
  try {
    const [cel, features, older, podsecurity, defaults] = await Promise.all(plane.servers.map(open));
    if (!cel || !features || !older || !podsecurity || !defaults || !second || !last)
      throw new Error("a server is missing");
    await Promise.all([
      compareCel(cel, bench),
      compareEmulated(older.cluster, bench),
      comparePodSecurity(podsecurity, bench, plain).then(() => comparePodSecurityFeatures(podsecurity, bench, plain)),
      comparePodSecurityFeatures(defaults, bench, withDefaults).then(() => compareWebhook(defaults, last, bench)),
      readFeatures(bench.engines, "features")
        .then((read) => compareFeatures(features, bench, read))
        .then(() => compareRefused(features.cluster, bench))
        .then(() => compareLevels(features.cluster, openKubectl(bench.kubectl, second), bench))
        .then(() => compareDocumented(openKubectl(bench.kubectl, second), bench)),
    ]);
  } finally {
    for (const { engines } of opened) engines.close();
  }
}
