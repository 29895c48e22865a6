import type { Reporter } from "vitest/node";

/** Vitest skips what a name filter does not match, and passes when that is everything. Nothing checked never passes. */
export function failWhenNothingRan(): Reporter {
  return {
    onTestRunEnd(modules, _errors, reason) {
      if (reason === "interrupted") return;
      const tests = modules.flatMap((module) => [...module.children.allTests()]);
      // A case that its author skips is in mode "run" and skips itself; what a filter leaves out is in mode "skip".
      if (tests.some((test) => test.options.mode !== "skip" || test.result().state !== "skipped")) return;
      if (modules.some((module) => module.state() === "failed")) return;
      console.error("No test ran: the filter selects nothing. Correct it or leave it out.");
      process.exitCode = 1;
    },
  };
}
