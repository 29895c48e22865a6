import { describe, expect, test } from "vitest";
import { approvalsText, loadApprovals } from "../../harness/load/index.ts";
import { folderWith } from "../cli/_folder.ts";

const entry = {
  control: "ports",
  engines: ["rego", "cel"],
  flip: "allow to deny",
  request: 'CREATE {"kind":"Pod","metadata":{"name":"a: b # c"}}',
  reason: "the old\nones are gone",
  cause: "0123456789abcdef",
  change: "fedcba9876543210",
} as const;

function loaded(text: string): ReturnType<typeof loadApprovals> {
  return loadApprovals(folderWith({ "assay-approvals.yaml": text }).root, undefined);
}

describe("`loadApprovals()`", () => {
  test("reads what `approvalsText()` writes, whatever the texts are, with the lines", () => {
    const { request: _, ...short } = entry;
    const { approvals, problems } = loaded(approvalsText([entry, short]));
    expect(problems).toEqual([]);
    expect(approvals.map(({ place: _place, ...one }) => one)).toEqual([entry, short]);
    expect(approvals.map(({ place }) => place.path)).toEqual(["assay-approvals.yaml", "assay-approvals.yaml"]);
    expect(approvals[0]?.place.line).toBe(2);
  });

  test("takes no file for no approval, unless the file was named", () => {
    const { root } = folderWith({ "a.yaml": "" });
    expect(loadApprovals(root, undefined)).toEqual({ approvals: [], problems: [] });
    expect(loadApprovals(root, "mine.yaml").problems).toMatchObject([
      { code: "bad-file", message: "`mine.yaml` cannot be read: there is no such file" },
    ]);
  });

  test.each([
    ["is no list", "control: ports", 1],
    ["has a hash that is none", approvalsText([{ ...entry, cause: "01234" }]), 9],
    ["has an unknown key", `${approvalsText([entry])}  until: tomorrow\n`, 11],
    ["has no reason", approvalsText([{ ...entry, reason: " " }]), 6],
    ["has two documents", "[]\n---\n[]\n", 3],
  ])("says where the file %s", (_, text, line) => {
    expect(loaded(text)).toMatchObject({ approvals: [], problems: [{ code: "bad-config", place: { line } }] });
  });
});
