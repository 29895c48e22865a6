import { expect, test } from "vitest";
import { untriedIn } from "../../harness/compare/index.ts";
import type { Outcome } from "../../harness/model/index.ts";

const outcome = (control: string, name: string, more: Partial<Outcome> = { note: "nothing applied" }): Outcome => ({
  control,
  case: name,
  engine: "gatekeeper",
  place: { path: `${control}.yaml`, line: 3 },
  status: "passed",
  milliseconds: 1,
  ...more,
});

test("a control is untried where all that ran passed because nothing applied, on whatever engine", () => {
  expect(
    untriedIn([
      outcome("a", "one"),
      outcome("a", "two"),
      outcome("a", "two", { engine: "rego", note: "nothing applied here either" }),
      outcome("a", "three", { status: "skipped", reason: "later" }),
      outcome("b", "one"),
    ]),
  ).toEqual([
    {
      kind: "unchecked",
      control: "a",
      place: { path: "a.yaml" },
      message: "nothing applied to any of its 2 cases, so nothing shows what its policies do",
    },
    {
      kind: "unchecked",
      control: "b",
      place: { path: "b.yaml" },
      message: "nothing applied to its only case, so nothing shows what its policies do",
    },
  ]);
});

test("a control is tried where a case passed otherwise or failed, and not judged where all was skipped", () => {
  expect(
    untriedIn([
      outcome("a", "one"),
      outcome("a", "two", {}),
      outcome("b", "one"),
      outcome("b", "two", { status: "failed" }),
      outcome("c", "one", { status: "skipped", reason: "later" }),
    ]),
  ).toEqual([]);
});
