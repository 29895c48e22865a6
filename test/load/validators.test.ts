import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { validatorsText } from "../../scripts/generate-validators.ts";

test("the generated validators are those of the schemas as they are now", () => {
  const committed = readFileSync(new URL("../../harness/load/_validators.gen.ts", import.meta.url), "utf8");
  expect(committed).toBe(validatorsText());
});
