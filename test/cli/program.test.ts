import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { assay } from "./_assay.ts";

describe("the command line", () => {
  test("prints its version and its help", async () => {
    expect(await assay(["--version"])).toEqual({ code: 0, stdout: `${packageJson.version}\n`, stderr: "" });
    const help = await assay(["--help"]);
    expect([help.code, help.stderr]).toEqual([0, ""]);
    for (const command of ["test", "new", "completion"]) expect(help.stdout).toContain(`\n  ${command} `);
  });

  test("shows for `test` an example of each kind of selection", async () => {
    const { code, stdout } = await assay(["test", "--help"]);
    expect(code).toBe(0);
    for (const option of ["--control", "--engine", "--case", "--format", "--output", "--shard"])
      expect(stdout.split("Examples:")[1]).toContain(option);
  });

  test.for([
    [["tset"], "error: unknown command 'tset'\n(Did you mean test?)\n"],
    [["test", "--contrl", "x"], "error: unknown option '--contrl'\n(Did you mean --control?)\n"],
    [
      ["test", "--engine", "rego,opa"],
      "error: option '--engine <ids>' argument 'rego,opa' is invalid. `opa` is none of rego, topdown, cel, podsecurity, gatekeeper, kyverno, command, cluster.\n",
    ],
    [
      ["test", "--format", "xml"],
      "error: option '--format <formats>' argument 'xml' is invalid. `xml` is none of pretty, json, junit, sarif, github, tap, markdown, ctrf, html.\n",
    ],
    [
      ["test", "--shard", "5/4"],
      "error: option '--shard <i/n>' argument '5/4' is invalid. It must look like 2/4: the second of four shares.\n",
    ],
    [
      ["test", "--timeout", "0"],
      "error: option '--timeout <seconds>' argument '0' is invalid. It must be a number of seconds above 0, at most 86400.\n",
    ],
    [
      ["test", "--kubernetes", "latest"],
      "error: option '--kubernetes <releases>' argument 'latest' is invalid. It must look like 1.31, 1.30,1.34 or 1.30..1.37.\n",
    ],
    [["test", "--case", " "], "error: option '--case <text>' argument ' ' is invalid. It is empty.\n"],
    [
      ["test", "--format", "json,junit"],
      "error: only one format can be printed: give 1 of `json,junit` a file with --output\n",
    ],
    [
      ["test", "--format", "json", "--output", "a", "--output", "b"],
      "error: there are 2 files in --output, but only 1 in --format\n",
    ],
    [["new", "control"], "error: missing required argument 'id'\n"],
    [
      ["completion", "tcsh"],
      "error: command-argument value 'tcsh' is invalid for argument 'shell'. Allowed choices are bash, zsh, fish.\n",
    ],
  ] as [string[], string][])("refuses %j with what is wrong, and exits 2", async ([args, stderr]) => {
    expect(await assay(args)).toEqual({ code: 2, stdout: "", stderr });
  });

  test("completes commands, options and choices in bash", async () => {
    const { stdout: script } = await assay(["completion", "bash"]);
    const complete = (...words: string[]) =>
      execFileSync(
        "bash",
        [
          "-c",
          `${script}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _assay; printf '%s\n' "\${COMPREPLY[@]}"`,
          "bash",
          "assay",
          ...words,
        ],
        { encoding: "utf8" },
      )
        .trim()
        .split("\n");
    expect(complete("t")).toEqual(["test"]);
    expect(complete("test", "--en")).toEqual(["--engine"]);
    expect(complete("new", "")).toContain("control");
    expect(complete("completion", "z")).toEqual(["zsh"]);
  });
});
