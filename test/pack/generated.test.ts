import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asJson } from "../../harness/compare/golden.ts";
import { openEngines } from "../../harness/engine/index.ts";
import { drawTrial, trials } from "../../harness/generate/index.ts";
import { loadProject } from "../../harness/load/index.ts";
import type { Control, Judge, Schema, Trial, Verdict } from "../../harness/model/index.ts";

const engines = openEngines();
const seed = Number(process.env["ASSAY_SEED"] ?? 20261122);
const count = 300;
let schema: Schema;

beforeAll(async () => {
  const { value, problems } = await engines.schema();
  if (value === undefined) throw new Error(JSON.stringify(problems));
  schema = value;
});

afterAll(() => engines.close());

/** The control in CEL, where it is. */
async function judgeOf({ id, policies }: Control): Promise<Judge> {
  const { judge, problems } = await engines.get("cel").compile(policies.filter(({ engine }) => engine === "cel"));
  if (judge === undefined) throw new Error(`${id}: ${JSON.stringify(problems)}`);
  return judge;
}

async function verdictsOf(control: Control): Promise<readonly Verdict[]> {
  const [judge, { reads }, cases] = await Promise.all([
    judgeOf(control),
    engines.reads(control.policies),
    asJson(control.cases, engines),
  ]);
  const arbitrary = trials({ schema, reads, cases });
  const drawn: readonly Trial[] = Array.from({ length: count }, (_, index) => drawTrial(arbitrary, seed, index));
  return Promise.all(drawn.map(({ request, world }) => judge(request, world)));
}

/** The API server refuses nearly all that these object to, so that generated requests hardly reach it; their cases do. */
const serverFirst: readonly string[] = [
  "netpol.endport-valid",
  "sa.token-secret-wellformed",
  "seccomp.localhost-consistency",
  "sysctl.host-namespace-conflict",
  "userns.procmount",
  "win.host-process-consistent",
  "win.linux-fields",
  "win.windows-fields",
];

/** Generation does not draw what these are about, or too much of it that the API server refuses: not yet. */
const notDrawn: readonly string[] = [
  "gatekeeper.template-scope", // the one target that passes is seldom drawn
  "rootless.pod-compat", // pod-level resources below those of its containers
  "token.request-audience", // TokenRequest
  "token.request-bound",
  "token.request-bounds",
  "userns.no-volume-devices", // block volumes are seldom drawn
];

/** The server says so of what a ValidatingAdmissionPolicy only warns of. */
function isOfPolicy(warning: string): boolean {
  return warning.startsWith("Validation failed for ValidatingAdmissionPolicy");
}

describe("requests that are generated for a control of the pack", () => {
  const { controls } = loadProject(process.cwd());
  const inCel = controls.filter(({ policies }) => policies.some(({ engine }) => engine === "cel"));

  it("are generated for each that is there in CEL", () => {
    expect(inCel.length).toBeGreaterThanOrEqual(24);
  });

  it.each(inCel.filter(({ id }) => !notDrawn.includes(id) && !id.startsWith("mutate.")))(
    "$id: are taken by the API server in 95 of 100 draws, and denied as well as allowed",
    async (control) => {
      const verdicts = await verdictsOf(control);
      const refused = verdicts.filter(({ decision }) => decision === "error").map(({ errors }) => errors?.[0]?.message);
      expect(refused.length, refused.slice(0, 5).join("\n")).toBeLessThanOrEqual(count * 0.05);
      const often = (wanted: string): number => verdicts.filter(({ decision }) => decision === wanted).length;
      expect(often("allow")).toBeGreaterThan(count * 0.05);
      const warned = verdicts.filter(
        ({ decision, warnings }) => decision === "allow" && warnings.some(isOfPolicy),
      ).length;
      if (serverFirst.includes(control.id)) expect(often("deny") + warned).toBeLessThanOrEqual(count * 0.01);
      else expect(often("deny") + warned).toBeGreaterThan(count * 0.01);
    },
  );

  it.each(inCel.filter(({ id }) => id.startsWith("mutate.")))(
    "$id: are taken by the API server in 95 of 100 draws, and changed as well as left as they are",
    async (control) => {
      const verdicts = await verdictsOf(control);
      const refused = verdicts.filter(({ decision }) => decision === "error").map(({ errors }) => errors?.[0]?.message);
      expect(refused.length, refused.slice(0, 5).join("\n")).toBeLessThanOrEqual(count * 0.05);
      expect(verdicts.filter(({ object }) => object !== undefined).length).toBeGreaterThan(count * 0.05);
      expect(verdicts.filter(({ decision }) => decision === "skip").length).toBeGreaterThan(count * 0.05);
    },
  );
});
