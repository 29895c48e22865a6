/** `npm run pack:gatekeeper`: writes the controls of the pack as ConstraintTemplates and Constraints of Gatekeeper into .assay/gatekeeper/, a file for each. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import picomatch from "picomatch";
import { loadProject } from "../harness/load/index.ts";
import { root } from "./engines/index.ts";
import { gatekeeperForm } from "./gatekeeper/index.ts";
import { readLevels } from "./levels/index.ts";

const systemNamespaces = ["kube-system", "kube-public", "kube-node-lease"];
const folder = join(root, ".assay", "gatekeeper");
const { system } = readLevels(root);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
let count = 0;
for (const { id, policies, cases } of loadProject(root).controls) {
  const rego = policies.find(({ engine }) => engine === "rego");
  // What only reads files is never sent to a webhook.
  if (rego === undefined || cases.every(({ world }) => world.raw === true)) continue;
  const exempt = picomatch.isMatch(id, [...system]) ? [] : systemNamespaces;
  writeFileSync(join(folder, `${id}.yaml`), gatekeeperForm(rego, exempt));
  count++;
}
console.log(`${count} controls in .assay/gatekeeper/`);
