import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { reportValidatorText, validatorsText } from "../../scripts/generate-validators.ts";

const committed = (name: string): string =>
  readFileSync(new URL(`../../harness/load/${name}.gen.ts`, import.meta.url), "utf8");

test("the generated validators are those of the schemas as they are now", () => {
  expect(committed("_validators")).toBe(validatorsText());
  expect(committed("_report-validator")).toBe(reportValidatorText());
});
