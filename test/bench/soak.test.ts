import { describe, expect, test } from "vitest";
import type { Job } from "../../bench/_pack-jobs.ts";
import { slope } from "../../bench/_slope.ts";
import { soak } from "../../bench/_soak.ts";
import type { Verdict } from "../../harness/model/index.ts";

const verdict = (message: string): Verdict => ({
  decision: "deny",
  violations: [{ policy: "p", message }],
  warnings: [],
  audit: {},
});

/** A job whose nth verdict has the nth message, the last of them for ever. */
function jobOf(name: string, messages: readonly string[]): Job {
  let asked = 0;
  return {
    name,
    judge: async () => verdict(messages[Math.min(asked++, messages.length - 1)] ?? ""),
    differences: ({ violations }) => (violations[0]?.message === "wrong" ? ["expected allow, got deny"] : []),
  };
}

describe.runIf(process.platform === "linux")("`soak()`", () => {
  test("names the requests whose verdict was another one even once", async () => {
    const lateChange = [...Array<string>(4000).fill("same"), "other", "same"];
    const { changed, requests, judgements } = await soak(
      [jobOf("steady", ["same"]), jobOf("fickle", lateChange), jobOf("steady too", ["same"])],
      9000,
    );
    expect({ changed, requests, judgements }).toEqual({ changed: ["fickle"], requests: 3, judgements: 9000 });
  });

  test("judges the whole number that it was asked for, and samples this process", async () => {
    let asked = 0;
    const judge = async (): Promise<Verdict> => {
      asked++;
      return verdict("same");
    };
    const job: Job = { name: "one", judge, differences: () => [] };
    const { processes, changed } = await soak([job], 1234);
    expect(asked).toBe(1 + 5000 + 1234);
    expect(changed).toEqual([]);
    expect(processes[0]?.endMb).toBeGreaterThan(10);
  });

  test("refuses to start from a verdict that its case does not expect", async () => {
    await expect(soak([jobOf("broken", ["wrong"])], 1000)).rejects.toThrow(
      "broken is not judged as its case expects: expected allow, got deny",
    );
  });
});

test("`slope()` is the growth of a line, whatever its level, and of the best line through noise", () => {
  const points = [0, 100, 200, 300].map((judged) => ({ judged, value: 50 + judged * 0.25 }));
  expect(slope(points)).toBeCloseTo(0.25, 12);
  expect(slope(points.map(({ judged }, index) => ({ judged, value: index % 2 })))).toBeCloseTo(0.002, 12);
  expect(slope(points.slice(0, 1))).toBe(0);
});
