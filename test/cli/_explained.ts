import { Ajv2020 } from "ajv/dist/2020.js";
import { expect } from "vitest";
import type { EngineExplanation, EngineId, Explanation } from "../../harness/model/index.ts";
import schema from "../../harness/report/explanation.schema.json" with { type: "json" };
import report from "../../harness/report/report.schema.json" with { type: "json" };
import { assay } from "./_assay.ts";

const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
const validate = ajv.compile(schema);
const validVerdict = ajv.addSchema(report, "report").compile({ $ref: "report#/$defs/verdict" });

/** What is explained of one request; what is written is of its schema. */
export async function explained(root: string, args: readonly string[], stdin?: string): Promise<Explanation> {
  const given = stdin === undefined ? {} : { stdin };
  const { code, stdout, stderr } = await assay(["explain", ...args, "--format", "json"], { cwd: root, ...given });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const written = JSON.parse(stdout) as { explanations: [Explanation] };
  expect(schemaErrors(written)).toEqual([]);
  expect(written.explanations).toHaveLength(1);
  return written.explanations[0];
}

/** What the schema has against an explanation. */
export function schemaErrors(written: { readonly explanations: readonly Explanation[] }): readonly unknown[] {
  const errors = validate(written) ? [] : (validate.errors ?? []);
  const verdicts = written.explanations.flatMap(({ engines }) => engines.flatMap(({ verdict }) => verdict ?? []));
  return [...errors, ...verdicts.flatMap((one) => (validVerdict(one) ? [] : (validVerdict.errors ?? [])))];
}

/** What one engine tells. */
export function engineOf({ engines }: Explanation, id: EngineId): EngineExplanation {
  const found = engines.find(({ engine }) => engine === id);
  if (found === undefined) throw new Error(`nothing is explained of ${id}`);
  return found;
}
