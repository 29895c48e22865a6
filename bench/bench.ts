/** `npm run bench`: how many requests each engine judges in a second, how long a whole command takes, and how much memory it has. */
import { join } from "node:path";
import { type Engines, openEngines } from "../harness/engine/index.ts";
import { loadProject } from "../harness/load/index.ts";
import type { Case, Control, EngineId, Policy, Request } from "../harness/model/index.ts";
import { measureCommand } from "./_command.ts";
import { tableText } from "./_table.ts";
import { type Load, type Throughput, throughput } from "./_throughput.ts";

if (process.platform !== "linux") throw new Error("The benchmark reads /proc: run it on Linux.");

const { controls } = loadProject(join(import.meta.dirname, ".."));
const subject = controls.find(({ id }) => id === "pss.baseline.host-namespaces");
if (subject === undefined)
  throw new Error("The pack has no control `pss.baseline.host-namespaces`, which is measured as the one policy.");
const manifests = subject.cases.filter(isPlain).map((one) => one.request);
console.log(
  `One policy: ${subject.id}. Requests: its ${manifests.length} plain manifests, as JSON but for one row, each decoded, defaulted and validated but for one row.\n`,
);

/** What is measured of admission alone: the cost that every policy in Rego shares. */
const empty: Policy = {
  control: "empty",
  engine: "rego",
  sources: [{ path: "empty.rego", text: 'package empty\n\ndeny contains "never" if input.request.name == ""\n' }],
};

/** PodSecurity takes one configuration at a time; its whole pack is its own level. */
const restricted: Policy = {
  control: "restricted",
  engine: "podsecurity",
  sources: [
    {
      path: "restricted.yaml",
      text: "configuration:\n  apiVersion: pod-security.admission.config.k8s.io/v1\n  kind: PodSecurityConfiguration\n  defaults: {enforce: restricted}\n",
    },
  ],
};

await throughputs(subject);
await commands(subject);

async function throughputs(one: Control): Promise<void> {
  const engines = openEngines();
  const requests = await asJson(engines, manifests);
  const all = (engine: EngineId): readonly Policy[] =>
    controls.flatMap(({ policies }) => policies.filter((policy) => policy.engine === engine));
  const single = (engine: EngineId): readonly Policy[] => one.policies.filter((policy) => policy.engine === engine);
  const topdown = single("rego").map((policy): Policy => ({ ...policy, engine: "topdown" }));
  const loads: readonly Load[] = [
    { what: "admission, and Rego that says nothing", policies: [empty], requests },
    { what: "rego, one policy", policies: single("rego"), requests },
    { what: "rego, one policy, review at hand", policies: single("rego"), requests, again: true },
    { what: "topdown, one policy", policies: topdown, requests },
    { what: "cel, one policy", policies: single("cel"), requests },
    { what: "cel, one policy, from YAML", policies: single("cel"), requests: manifests },
    { what: "podsecurity, one policy", policies: single("podsecurity"), requests },
    { what: "rego, whole pack", policies: all("rego"), requests },
    { what: "cel, whole pack", policies: all("cel"), requests },
    { what: "podsecurity, restricted as a whole", policies: [restricted], requests },
  ];
  const rows: Throughput[] = [];
  for (const load of loads) rows.push(await throughput(engines, load));
  engines.close();
  const base = rows[0]?.perCpuSecond ?? 1;
  console.log(
    tableText(
      [
        "judging (medians of 5 rounds)",
        "policies",
        "requests/s",
        "requests/s of one core",
        "µs of CPU each",
        "to admission alone",
      ],
      rows.map((row) => [
        row.what,
        String(row.policies),
        row.perSecond.toFixed(0),
        row.perCpuSecond.toFixed(0),
        (1e6 / row.perCpuSecond).toFixed(0),
        `${(base / row.perCpuSecond).toFixed(2)}×`,
      ]),
    ),
    "\n",
  );
}

async function commands(one: Control): Promise<void> {
  const path = one.cases.find(isPlain)?.place.path ?? "";
  const rows = [
    await measureCommand("assay --version", ["--version"], 7),
    await measureCommand("assay test, one case", ["test", path], 7),
    await measureCommand("assay test, one control", ["test", "--control", one.id], 5),
    await measureCommand("assay test, whole pack", ["test"], 5),
  ];
  const base = rows[0]?.seconds ?? 1;
  console.log(
    tableText(
      ["whole command (medians)", "seconds", "to --version", "peak MB, all processes"],
      rows.map((row) => [
        row.what,
        row.seconds.toFixed(3),
        `${(row.seconds / base).toFixed(1)}×`,
        row.peakMb.toFixed(0),
      ]),
    ),
    "\n",
  );
}

/** The requests with their objects as JSON, read from YAML by the engine. */
function asJson(engines: Engines, requests: readonly Request[]): Promise<readonly Request[]> {
  return Promise.all(
    requests.map(async (request) => {
      const { value } = await engines.read(
        request.object !== undefined && "text" in request.object ? request.object.text : "",
      );
      const json = value?.documents[0]?.object;
      if (json === undefined) throw new Error("a manifest of the pack cannot be read");
      return { ...request, object: { json } };
    }),
  );
}

/** A manifest that is created in an empty cluster: the same work for every engine. */
function isPlain({ request, world, skip }: Case): boolean {
  return skip === undefined && request.operation === "CREATE" && Object.keys(world).length === 0;
}
