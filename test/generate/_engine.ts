import { afterAll, beforeAll } from "vitest";
import { type Engines, openEngines } from "../../harness/engine/index.ts";
import type { Judge, Schema, Trial, Verdict } from "../../harness/model/index.ts";

/** The real engines for the tests of one file. */
export interface Live {
  readonly engines: Engines;
  readonly schema: Schema;
  /** What the API server has against the trials; nothing where it takes them. */
  refusals(trials: readonly Trial[]): Promise<readonly string[]>;
}

/** Every kind is given to it, and it allows all. */
const takesAll = `
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: takes-all}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: ["*"], apiVersions: ["*"], operations: ["*"], resources: ["*/*"]}]
  validations: [{expression: "true"}]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: takes-all}
spec: {policyName: takes-all, validationActions: [Deny]}
`;

/** Opens the engines before the tests of the file, and closes them after. */
export function live(): () => Live {
  let found: Live | undefined;
  let engines: Engines | undefined;
  beforeAll(async () => {
    engines = openEngines({ timeoutMs: 60_000 });
    found = await open(engines);
  });
  afterAll(() => engines?.close());
  return () => {
    if (found === undefined) throw new Error("the engines are open only while tests run");
    return found;
  };
}

async function open(engines: Engines): Promise<Live> {
  const { value: schema, problems: flaws } = await engines.schema();
  if (schema === undefined) throw new Error(`no schema: ${JSON.stringify(flaws)}`);
  const policy = {
    control: "takes-all",
    engine: "cel",
    sources: [{ path: "takes-all.yaml", text: takesAll }],
  } as const;
  const { judge, problems } = await engines.get("cel").compile([policy]);
  if (judge === undefined) throw new Error(`the policy of the tests is refused: ${JSON.stringify(problems)}`);
  return { engines, schema, refusals: (trials) => refusalsOf(judge, trials) };
}

async function refusalsOf(judge: Judge, trials: readonly Trial[]): Promise<readonly string[]> {
  const refusals: string[] = [];
  for (let start = 0; start < trials.length; start += 256) {
    const batch = trials.slice(start, start + 256);
    const verdicts = await Promise.all(batch.map(({ request, world }) => judge(request, world)));
    refusals.push(...verdicts.flatMap(refusalOf));
  }
  return refusals;
}

function refusalOf({ decision, errors = [] }: Verdict): readonly string[] {
  return decision === "error" ? [errors.map(({ message }) => message).join("; ")] : [];
}
