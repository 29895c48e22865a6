import { comparePolicies, runCases } from "../../harness/compare/index.ts";
import { type Case, type Control, expectationFor } from "../../harness/model/index.ts";
import { storedIn } from "./_everything.ts";
import type { Asked } from "./_live.ts";
import { textAt } from "./_objects.ts";
import type { Bench } from "./_suite.ts";
import { admin } from "./_trial.ts";

const suite = "cases of `assay test --engine cluster`";

/** The cases of a control as a user runs them, held to what they expect of CEL. What they leave on the server is nothing, or it throws. */
export async function compareExpectations(
  { cluster, live }: Asked,
  { results }: Bench,
  control: Control,
): Promise<void> {
  const before = await storedIn(cluster);
  const cases = control.cases.filter((one) => !isUndefined(one));
  const undefinedReason = "a custom resource of which the case brings no definition";
  results.aside.push(...control.cases.filter(isUndefined).map(() => ({ suite, reason: undefinedReason })));
  if (cases.length === 0) return;
  const { outcomes, findings } = await runCases([asOnCluster({ ...control, cases })], live.engines, {
    engines: ["cluster"],
  });
  const after = await storedIn(cluster);
  const changed = [...new Set([...before, ...after])].filter((one) => before.has(one) !== after.has(one));
  if (changed.length > 0) throw new Error(`the engine \`cluster\` changed what is stored: ${changed.join(", ")}`);
  for (const { case: name, status, reason = "", finding } of outcomes) {
    const one = control.cases.find((candidate) => candidate.name === name);
    if (one === undefined) throw new Error(`the run judged \`${name}\`, which is no case`);
    if (status === "skipped") results.aside.push({ suite, reason });
    else {
      const trial = {
        suite,
        name: `${control.id}: ${name}`,
        request: { ...one.request, user: admin },
        world: one.world,
      };
      const differences = finding?.kind === "wrong-verdict" ? finding.differences : [];
      results.compared.push({ trial, server: { allowed: true, causes: [], warnings: [], audit: {} }, differences });
    }
  }
  const unjudged = findings.filter(({ kind }) => kind === "unchecked").map((finding) => JSON.stringify(finding));
  if (outcomes.length !== cases.length || unjudged.length > 0)
    throw new Error(`not every case of \`${control.id}\` was judged: ${unjudged.join("\n")}`);
}

const generatedSuite = "requests of `assay compare cel cluster`";
const generatedRuns = 60;

/** The control's policy offline and on the server, as `assay compare` compares them on requests that it generates. */
export async function compareSides({ live }: Asked, { results }: Bench, control: Control): Promise<void> {
  const policies = control.policies.filter(({ engine }) => engine === "cel");
  const { comparison, findings, problems } = await comparePolicies(
    { name: "cel", engine: "cel", policies },
    { name: "cluster", engine: "cluster", policies: [] },
    live.engines,
    { control: control.id, cases: [], runs: generatedRuns, seed: 1 },
  );
  if (comparison === undefined || problems.length > 0)
    throw new Error(`\`${control.id}\` was not compared: ${problems.map(({ message }) => message).join("; ")}`);
  const differences = findings.filter(({ kind }) => kind === "difference").map((finding) => JSON.stringify(finding));
  for (let count = 0; count < comparison.agreed + comparison.differed; count++) {
    const trial = {
      suite: generatedSuite,
      name: control.id,
      request: { operation: "CREATE" as const, user: admin },
      world: {},
    };
    const shown = count === 0 ? differences : [];
    results.compared.push({
      trial,
      server: { allowed: true, causes: [], warnings: [], audit: {} },
      differences: shown,
    });
  }
}

// --- internal ---

/** The server may know the kind by another case's definition, or not at all: the engine takes what it does not know as it is. */
function isUndefined({ request: { object, oldObject }, world }: Case): boolean {
  const source = object ?? oldObject;
  if (source === undefined || (world.crds ?? []).length > 0) return false;
  const version =
    "json" in source ? textAt(source.json, "apiVersion") : (/^apiVersion: *(\S+)/m.exec(source.text)?.[1] ?? "");
  const [group = ""] = version.includes("/") ? version.split("/") : [];
  return group.includes(".") && !group.endsWith(".k8s.io");
}

/** The control's policy for CEL is what is in force. */
function asOnCluster(control: Control): Control {
  const cases = control.cases.map((one) => ({ ...one, engines: { cluster: expectationFor(one, "cel") } }));
  return { ...control, policies: [{ control: control.id, engine: "cluster", sources: [] }], cases };
}
