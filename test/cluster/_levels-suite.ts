import { basename } from "node:path";
import type { Judge, Verdict } from "../../harness/model/index.ts";
import { askServer } from "./_ask-server.ts";
import type { Cluster } from "./_cluster.ts";
import type { Compared } from "./_compare.ts";
import { policyOf } from "./_features.ts";
import type { Kubectl } from "./_kubectl.ts";
import { writeDocumented } from "./_levels-documented.ts";
import { type Applied, type Probe, probes, suite } from "./_levels-probes.ts";
import { openForce } from "./_policies.ts";
import { isSetAside, prepare } from "./_prepare.ts";
import type { Bench } from "./_suite.ts";
import { type Answer, admin } from "./_trial.ts";

const folders: Readonly<Record<Applied, string>> = {
  baseline: "levels/baseline",
  restricted: "levels/restricted",
  hardened: "levels/hardened",
  cel: "cel",
};

/**
 * Applies each level and the whole pack with kubectl, first as a dry run of the server, then for good, and asks the server and the engine the same:
 * the engine judges by what kubectl renders. Whatever is applied is deleted with kubectl, too.
 */
export async function compareLevels(cluster: Cluster, kubectl: Kubectl, bench: Bench): Promise<void> {
  const all = probes();
  const prepared = await Promise.all(all.map(({ trial }) => prepare(cluster, trial)));
  const force = openForce(cluster, "levels-marker");
  for (const [applied, folder] of Object.entries(folders) as [Applied, string][]) {
    const rendered = await kubectl("kustomize", folder);
    const { judge, count } = await judgeOf(bench, applied, rendered.out);
    const tried = await kubectl("apply", "-k", folder, "--dry-run=server");
    const applying = await kubectl("apply", "-k", folder);
    bench.results.compared.push(...told(applied, count, [tried.out, applying.out]));
    await force.replace([]);
    const [answers, verdicts] = await Promise.all([
      askServer(
        cluster,
        prepared.flatMap((one) => (isSetAside(one) ? [] : [one])),
      ),
      Promise.all(all.map(({ trial }) => judge(trial.request, trial.world))),
    ]);
    for (const [index, one] of all.entries()) {
      const [answer, verdict, ready] = [answers[index], verdicts[index], prepared[index]];
      if (ready !== undefined && isSetAside(ready)) throw new Error(`\`${one.trial.name}\`: ${ready.reason}`);
      if (answer === undefined || verdict === undefined) throw new Error(`\`${one.trial.name}\` was not answered`);
      const trial = { ...one.trial, name: `${applied}: ${one.trial.name}` };
      bench.results.compared.push({
        trial,
        server: answer,
        differences: differences(one, { applied, answer, verdict }),
      });
    }
    await kubectl("delete", "-k", folder, "--wait=false");
    await force.replace([]);
  }
}

/** Applies what docs/using-the-pack.md shows, and deletes it again. */
export async function compareDocumented(kubectl: Kubectl, { results }: Bench): Promise<void> {
  const { folders, remove } = writeDocumented();
  try {
    for (const folder of folders) {
      const { out } = await kubectl("apply", "-k", folder);
      await kubectl("delete", "-k", folder, "--wait=false");
      const other = out
        .trimEnd()
        .split("\n")
        .filter((line) => !line.endsWith(stored));
      results.compared.push(ofKubectl(`docs/using-the-pack.md: ${basename(folder)}`, other));
    }
    if (folders.length === 0) throw new Error("docs/using-the-pack.md shows no kustomization");
  } finally {
    remove();
  }
}

// --- internal ---

const dry = " created (server dry run)";
const stored = " created";

/** The engine, by what kubectl renders, and how many objects that is. */
async function judgeOf(
  { engines }: Bench,
  applied: Applied,
  rendered: string,
): Promise<{ readonly judge: Judge; readonly count: number }> {
  const { value } = await engines.read(rendered);
  const documents = value?.documents.flatMap(({ object }) => (object === undefined ? [] : [object])) ?? [];
  const policies = documents.filter(({ kind }) => String(kind).includes("AdmissionPolicy"));
  const { judge, problems } = await engines.get("cel").compile([policyOf("cel", applied, policies)]);
  if (judge === undefined || problems.length > 0)
    throw new Error(`the engine refuses \`${applied}\`: ${problems.map(({ message }) => message).join("\n")}`);
  return { judge, count: documents.length };
}

/** Whether kubectl says the same of each object: created by a dry run, and created. */
function told(applied: Applied, count: number, outs: readonly string[]): readonly Compared[] {
  return [dry, stored].map((words, index) => {
    const lines = (outs[index] ?? "").trimEnd().split("\n");
    const other = lines.filter((line) => !line.endsWith(words));
    const missed = lines.length === count ? [] : [`kubectl tells of ${lines.length} of ${count} objects`];
    return ofKubectl(`${applied}: every object is${words}`, [...other, ...missed]);
  });
}

/** What kubectl said that it should not have. */
function ofKubectl(name: string, differences: readonly string[]): Compared {
  const trial = { suite, name, request: { operation: "CREATE" as const, user: admin }, world: {} };
  return { trial, server: { allowed: true, causes: [], warnings: [], audit: {} }, differences };
}

interface Said {
  readonly applied: Applied;
  readonly answer: Answer;
  readonly verdict: Verdict;
}

/** The server names one of the policies that deny; which, it does not promise. */
function differences({ expected }: Probe, { applied, answer, verdict }: Said): readonly string[] {
  const server = answer.allowed ? "allow" : "deny";
  const engine = verdict.decision === "skip" ? "allow" : verdict.decision;
  const wanted = expected[applied] ?? engine;
  const [left, right] = [sorted(answer.warnings), sorted(verdict.warnings)];
  const named = answer.allowed || verdict.violations.some(({ message }) => (answer.message ?? "").includes(message));
  return [
    ...(server === wanted ? [] : [`expected ${wanted}, server ${server}: ${answer.message ?? ""}`]),
    ...(server === engine ? [] : [`decision: server ${server}, engine ${engine}`]),
    ...(left === right ? [] : [`warnings: server ${left}, engine ${right}`]),
    ...(named ? [] : [`message: the engine does not say ${JSON.stringify(answer.message)}`]),
  ];
}

function sorted(texts: readonly string[]): string {
  return JSON.stringify([...new Set(texts)].sort());
}
