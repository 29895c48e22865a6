import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { validateReport as validate } from "../../harness/load/_report-validator.gen.ts";
import type { Difference, Report } from "../../harness/model/index.ts";
import { assay, type Ended } from "./_assay.ts";
import { policyEdits } from "./_gate-changes.ts";
import { type GitRepository, gitRepository } from "./_git-repository.ts";

const validateReport = validate as (value: unknown) => boolean;
const harmless = Object.entries(policyEdits).filter(([, { flips }]) => flips.length === 0);
const harmful = Object.entries(policyEdits).filter(([, { flips }]) => flips.length > 0);

describe("`assay gate` on a repository where much has changed", () => {
  let repository: GitRepository;
  let ended: Ended;
  let report: Report;

  beforeAll(async () => {
    repository = await gitRepository();
    const before = Object.assign({}, ...Object.values(policyEdits).map((one) => one.before)) as Record<string, string>;
    const after = Object.assign({}, ...Object.values(policyEdits).map((one) => one.after)) as Record<string, string>;
    const gone = Object.keys(before).filter((path) => after[path] === undefined);
    await repository.commit({ ...before, "cel/untouched/policy.yaml": before["cel/reformatted/policy.yaml"] ?? "" });
    repository.write({ ...after, ...Object.fromEntries(gone.map((path) => [path, undefined])) });
    ended = await assay(["gate", "--base", "HEAD", "--format", "json"], { cwd: repository.root });
    report = JSON.parse(ended.stdout) as Report;
  });
  afterAll(() => repository.delete());

  const flipsOf = (control: string): readonly Difference[] =>
    report.findings.filter((one) => one.kind === "difference" && one.control === control) as readonly Difference[];

  test("ends as a run with flips does, without a problem", () => {
    expect(report.problems).toEqual([]);
    expect(ended).toMatchObject({ code: 1, stderr: "" });
  });

  test("reports in the form that is published", () => {
    expect([validateReport(report), (validateReport as { errors?: unknown }).errors]).toEqual([true, null]);
  });

  test.each(harmless.filter(([control]) => control !== "comments"))("finds no flip in %s", (control, _) => {
    const compared = report.comparisons?.filter((one) => one.control === control) ?? [];
    expect(compared).toMatchObject([{ differed: 0, generated: 1000 }]);
    expect(report.findings.filter((one) => one.control === control)).toEqual([]);
  });

  test.each(harmful)("finds the smallest flip in %s", (control, { flips }) => {
    expect(flipsOf(control).map(({ differences }) => differences)).toEqual(flips.map(({ says }) => [says]));
    for (const [index, { request }] of flips.entries())
      expect(flipsOf(control)[index]?.trial.request.object).toEqual({ json: shape(request) });
  });

  test.each(harmful)("shows the lines of %s that changed", (control, { after }) => {
    const { diff = "" } = report.comparisons?.find((one) => one.control === control)?.change ?? {};
    expect(Object.keys(after)).toContain(flipsOf(control)[0]?.place?.path);
    for (const path of Object.keys(after)) expect(diff).toContain(`+++ b/${path}`);
    expect(diff).toMatch(/^[+-](?![+-])/m);
  });

  test("judges no control that did not change, nor one of which nothing that decides did", () => {
    expect(report.outcomes).toMatchObject([
      { control: "comments", engine: "rego", status: "skipped", reason: "no rule that decides anything changed" },
      { control: "untouched", engine: "cel", status: "skipped", reason: "its policies did not change" },
    ]);
  });
});

/** `{part}` stands for a text with this part. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shape);
  if (typeof value !== "object" || value === null) return value;
  if ("part" in value) return expect.stringContaining(String(value.part));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shape(item)]));
}
