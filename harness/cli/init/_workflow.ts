import type { Manager } from "./_npm.ts";
import { leaving, type Step, writing } from "./_plan.ts";

/** Where the workflow is written. */
export const workflowFile = ".github/workflows/assay.yml";

/** The workflow that runs the tests on every push and pull request. */
export function workflowStep(files: Readonly<Record<string, string>>, manager: Manager): Step {
  if (files[workflowFile] !== undefined) return leaving(workflowFile, "it is there already");
  return writing(workflowFile, workflow(manager), "runs the tests in CI");
}

// --- internal ---

function workflow({ setUp, installLocked, test }: Manager): string {
  const steps = [...setUp, installLocked, test].map((command) => `      - run: ${command}\n`).join("");
  return `name: assay
on:
  push:
  pull_request:
permissions:
  contents: read
jobs:
  policies:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 24
${steps}`;
}
