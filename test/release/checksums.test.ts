import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { checkSums, readChecksums } from "../../harness/release/index.ts";

const bytes = Buffer.from("made up");
const sum = createHash("sha256").update(bytes).digest("hex");
const other = createHash("sha256").update("x").digest("hex");

describe("`checkSums()`", () => {
  test.for<[string, string, string]>([
    ["the path that ends alike before one of the same name", "linux/app", `${sum}  linux/app\n${other}  darwin/app`],
    ["a path from another root", "/home/me/linux/app", `${sum}  ./linux/app\n${other}  darwin/app`],
    ["a longer path of the sums", "app", `${sum}  bin/linux/app`],
    ["a name where no path ends alike", "/home/me/app", `${sum}  bin/linux/app`],
    ["a path of Windows", "app", `${sum} *bin\\app`],
    ["a name with a space", "my app", `${sum}  my app`],
    ["a name that is escaped", "a\nb\\c".split("\\").at(-1) ?? "", `\\${sum}  a\\nb\\\\c`],
    ["a name in parentheses", "a (1)", `SHA256 (a (1)) = ${sum}`],
  ])("takes %s", ([, file, text]) => {
    const checksums = readChecksums("sums", text);
    expect(checkSums(file, bytes, { checksums, alone: true }).outcome).toBe("verified");
  });

  test("wants all sums of a name to be the file's where it cannot tell which one is", () => {
    const checksums = readChecksums("sums", `${sum}  linux/app\n${other}  darwin/app`);
    expect(checkSums("app", bytes, { checksums, alone: true })).toEqual({
      name: "checksum",
      outcome: "failed",
      detail: `sha256 is ${sum}, line 2 of \`sums\` has ${other}`,
    });
  });

  test("takes a sum without a name for the only file, and for none of several", () => {
    const checksums = readChecksums("sums", sum);
    expect(checkSums("app", bytes, { checksums, alone: true }).outcome).toBe("verified");
    expect(checkSums("app", bytes, { checksums, alone: false }).outcome).toBe("failed");
  });

  test("refuses a sum of which one digit differs", () => {
    const wrong = sum.replace(/.$/, (digit) => (digit === "0" ? "1" : "0"));
    expect(checkSums("app", bytes, { checksums: readChecksums("sums", wrong), alone: true }).outcome).toBe("failed");
  });
});
