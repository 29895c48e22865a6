import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { formats } from "../../harness/report/index.ts";
import schema from "../../harness/report/report.schema.json" with { type: "json" };
import { compared } from "./_compared.ts";
import { covered } from "./_covered.ts";
import { clean, empty, everything } from "./_report.ts";

const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);

test.for([
  ["with one of everything", everything, 2],
  ["of a clean run", clean, 0],
  ["that checked nothing", empty, 2],
  ["that was cut short", { ...clean, interrupted: true }, 2],
  ["of comparisons", compared, 1],
  ["of coverage", covered, 1],
  ["with findings alone", { ...everything, problems: [] }, 1],
] as const)("the JSON report %s is of its schema and carries the exit code", ([, report, code]) => {
  const value = JSON.parse(formats.json(report, {})) as object;
  expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
  expect(value).toEqual({ version: 1, exitCode: code, ...JSON.parse(JSON.stringify(report)) });
});

test("the schema refuses what it does not describe", () => {
  const value = JSON.parse(formats.json(clean, {})) as object;
  expect(validate({ ...value, extra: 1 })).toBe(false);
  expect(validate({ ...value, exitCode: 3 })).toBe(false);
});
