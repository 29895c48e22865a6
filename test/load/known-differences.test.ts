import { expect, test } from "vitest";
import { loadProject } from "../../harness/load/index.ts";
import { problemText, projectOf } from "./_project.ts";

const control = { "rego/c/policy.rego": "package c\n" };
const loaded = (list: string, more: Readonly<Record<string, string>> = {}) => {
  const { knownDifferences, problems } = loadProject(
    projectOf({ ...control, "known-differences.yaml": list, ...more }),
  );
  return { known: knownDifferences, problems: problems.map(problemText) };
};
const entry = "- {control: c, engines: [rego, cel], case: one, reason: by design}\n";
const atFirst = { path: "known-differences.yaml", line: 1, column: 3 };
const first = { control: "c", engines: ["rego", "cel"], case: "one", reason: "by design", place: atFirst };

test("known differences are read with their places", () => {
  expect(
    loaded(`${entry}- control: c\n  engines: [cel]\n  property: order-alike\n  reason: its messages say where\n`),
  ).toEqual({
    known: [
      first,
      {
        control: "c",
        engines: ["cel"],
        property: "order-alike",
        reason: "its messages say where",
        place: { path: "known-differences.yaml", line: 2, column: 3 },
      },
    ],
    problems: [],
  });
});

test.for([[""], ["# none yet\n"], ["[]\n"]])("a list of none is a list: %j", ([text = ""]) => {
  expect(loaded(text)).toEqual({ known: [], problems: [] });
});

test("the configuration names another file", () => {
  const other = { "assay.yaml": "knownDifferences: meant/list.yaml\n", "meant/list.yaml": entry };
  const place = { ...atFirst, path: "meant/list.yaml" };
  expect(loaded("- not read\n", other)).toEqual({ known: [{ ...first, place }], problems: [] });
});

test("a file that the configuration names must be there, the other may not be", () => {
  expect(loadProject(projectOf(control)).problems).toEqual([]);
  const { problems } = loadProject(projectOf({ ...control, "assay.yaml": "knownDifferences: nope.yaml\n" }));
  expect(problems.map(problemText)).toEqual(["nope.yaml: bad-file: `nope.yaml` cannot be read: there is no such file"]);
});

test.for([
  ["a: 1\n", "1:1: bad-config: this document must be a list, but is a mapping"],
  ["- {engines: [rego, cel], case: x, reason: meant}\n", "1:3: bad-config: `[0].control` is missing"],
  ["- {control: c, engines: [rego, cel], case: x}\n", "1:3: bad-config: `[0].reason` is missing"],
  [
    "- {control: c, engines: [rego, opa], case: x, reason: meant}\n",
    "1:32: bad-config: `[0].engines[1]` must be one of rego, topdown, cel, podsecurity, gatekeeper, kyverno, command, but is `opa`",
  ],
  [
    "- {control: c, engines: [rego, cel], case: x, reason: meant, until: z}\n",
    "1:62: bad-config: unknown key `until` in `[0]` (known: `control`, `engines`, `case`, `property`, `reason`)",
  ],
  ["- {control: c, engines: [rego, cel], case: x, reason: ' '}\n", "1:47: bad-config: `[0].reason` must not be blank"],
  [
    "- {control: c, engines: [rego, cel], reason: meant}\n",
    "1:3: bad-config: `case` or `property` is missing (name the case on which the engines differ)",
  ],
  [
    "- {control: c, engines: [cel], case: x, property: p, reason: meant}\n",
    "1:3: bad-config: `case` and `property` are two differences (make an entry for each)",
  ],
  [
    "- {control: c, engines: [cel, cel], case: x, reason: meant}\n",
    "1:3: bad-config: a case needs two engines that differ (write them as `engines: [rego, cel]`)",
  ],
  ["- {a\n", "2:1: bad-yaml: this is not usable YAML: it ends inside brackets or quotes"],
  ["[]\n---\n[]\n", "3: bad-config: `known-differences.yaml` has more than one document"],
] as [string, string][])("%j is no list of known differences", ([text, words]) => {
  expect(loaded(text)).toEqual({ known: [], problems: [`known-differences.yaml:${words}`] });
});

test("an entry that means nothing costs itself alone", () => {
  const { known, problems } = loaded(`${entry}- {control: c, engines: [cel], case: x, reason: meant}\n`);
  expect([known, problems.length]).toEqual([[first], 1]);
});
