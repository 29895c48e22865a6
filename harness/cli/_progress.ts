import type { Control, EngineId } from "../model/index.ts";

/** Counts on a terminal what has been judged; says nothing anywhere else. */
export function showProgress(
  controls: readonly (Pick<Control, "policies"> & { readonly cases: readonly unknown[] })[],
  engines: readonly EngineId[],
): { readonly step: () => void; end(): void } {
  if (!process.stderr.isTTY || process.env["CI"] !== undefined) return { step: () => {}, end: () => {} };
  const judging = ({ policies }: Pick<Control, "policies">): number =>
    policies.filter(({ engine }) => engines.includes(engine)).length;
  const total = controls.reduce((sum, control) => sum + control.cases.length * judging(control), 0);
  let done = 0;
  let shown = 0;
  return {
    step: () => {
      done++;
      const now = performance.now();
      if (now - shown < 100) return;
      shown = now;
      process.stderr.write(`\r${done} of ${total} judged`);
    },
    end: () => {
      if (shown > 0) process.stderr.write("\r\u001b[K");
    },
  };
}
