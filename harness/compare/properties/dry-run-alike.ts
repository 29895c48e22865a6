import type { Property } from "../../model/index.ts";

/** The request as a dry run. */
export const dryRunAlike: Property = {
  id: "dry-run-alike",
  about:
    "A dry run judges as the request itself does; else `kubectl apply --dry-run=server` promises what does not come.",
  relation: "same",
  *changes(trial) {
    yield {
      how: trial.request.dryRun === true ? "a dry run became the request itself" : "the request became a dry run",
      trial: { ...trial, request: { ...trial.request, dryRun: trial.request.dryRun !== true } },
    };
  },
};
