import { spawn } from "node:child_process";
import { join } from "node:path";
import { median } from "./_median.ts";
import { treeUse } from "./_process-tree.ts";

export interface CommandUse {
  readonly what: string;
  readonly seconds: number;
  /** The most that all processes together had resident, sampled every few milliseconds; shared pages count for each. */
  readonly peakMb: number;
}

const root = join(import.meta.dirname, "..");
const samplingMs = 10;

/** Runs `assay` as built some times, and gives the medians of whole runs. Findings are no obstacle; throws where the run is broken. */
export async function measureCommand(what: string, args: readonly string[], runs: number): Promise<CommandUse> {
  const measured: { readonly seconds: number; readonly peakMb: number }[] = [];
  for (let run = 0; run < runs; run++) measured.push(await once(args));
  const middle = (key: "seconds" | "peakMb"): number => median(measured.map((each) => each[key]));
  return { what, seconds: middle("seconds"), peakMb: middle("peakMb") };
}

// --- internal ---

function once(args: readonly string[]): Promise<{ readonly seconds: number; readonly peakMb: number }> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    let peakMb = 0;
    const child = spawn(process.execPath, [join(root, "dist", "cli", "main.js"), ...args], {
      cwd: root,
      stdio: "ignore",
    });
    const sampling = setInterval(() => {
      if (child.pid !== undefined) peakMb = Math.max(peakMb, treeUse(child.pid).residentMb);
    }, samplingMs);
    child.on("error", reject);
    child.on("close", (code) => {
      clearInterval(sampling);
      if (code === 0 || code === 1) resolve({ seconds: (performance.now() - start) / 1000, peakMb });
      else reject(new Error(`\`assay ${args.join(" ")}\` ended with exit code ${code}`));
    });
  });
}
