import { rmSync } from "node:fs";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { type BadInput, type Group, groups, stable } from "./_corpus.ts";
import { writeFiles } from "./_input.ts";
import { openBench } from "./_judge.ts";

const bench = openBench();
afterAll(() => bench.close());

/** Every program's words for what went wrong in itself, not in its input. */
const programWords =
  /\[object |\bundefined\b(?! (?:function|field))|\[internal\]|node:internal|\.ts:\d|\.go:\d|goroutine|\bpanic\b|NaN ms/;

test("there are more than 300 bad inputs, each with a name of its own and none of which ends well", () => {
  const inputs = groups.flatMap(({ inputs }) => inputs);
  expect(inputs.length).toBeGreaterThan(300);
  for (const { kind, inputs } of groups) expect(new Set(inputs.map(({ name }) => name)).size, kind).toBe(inputs.length);
  expect(inputs.filter(({ exit }) => exit !== 1 && exit !== 2)).toEqual([]);
  expect(inputs.filter(({ report }) => programWords.test(report)).map(({ name, report }) => [name, report])).toEqual(
    [],
  );
});

describe.each(groups.filter(({ kind }) => kind !== "commands").map((group) => [group.kind, group] as const))(
  "the error for bad %s is exact",
  (_, group) => {
    test.each(group.inputs.map((input) => [input.name, input] as const))("%s", async (_, input) => {
      expect(await said(group, input)).toEqual({ exit: input.exit, report: input.report });
    });
  },
);

async function said({ base }: Group, { files, timeout }: BadInput): Promise<unknown> {
  const root = writeFiles({ ...base, ...files });
  onTestFinished(() => rmSync(root, { recursive: true }));
  const { exit, report } = await bench.judge(root, timeout);
  return { exit, report: stable(report, root) };
}
