import { containerKnowledge } from "./_know-container.ts";
import { coreKnowledge } from "./_know-core.ts";
import { podKnowledge } from "./_know-pod.ts";
import { policyKnowledge } from "./_know-policy.ts";
import { schedulingKnowledge } from "./_know-scheduling.ts";
import { volumeKnowledge } from "./_know-volume.ts";
import { workloadKnowledge } from "./_know-workload.ts";
import type { Known } from "./_known.ts";

/** What is known of a definition beyond its schema; of an older version what is known of `v1`. */
export function knownOf(definition: string): Known {
  const name = definition.split(".").slice(-3).join(".");
  return all.get(name) ?? all.get(name.replace(/\.v\d\w*\./, ".v1.")) ?? nothing;
}

// --- internal ---

const nothing: Known = {};
const all = new Map<string, Known>(
  [
    podKnowledge,
    schedulingKnowledge,
    containerKnowledge,
    volumeKnowledge,
    workloadKnowledge,
    coreKnowledge,
    policyKnowledge,
  ].flatMap((part) => Object.entries(part)),
);
