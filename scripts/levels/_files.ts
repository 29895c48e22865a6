import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import picomatch from "picomatch";
import { controlsOf, type Levels, levelNames, readLevels } from "./_levels.ts";

/** The kustomizations that are generated, by path: one for each control in CEL, one for all of them, and one for each level. */
export function levelFiles(root: string): ReadonlyMap<string, string> {
  const levels = readLevels(root);
  const ids = controlsIn(root);
  return new Map([
    ...ids.map((id): [string, string] => [`cel/${id}/kustomization.yaml`, ofControl(root, id, levels)]),
    ["cel/kustomization.yaml", ofFolders(withoutParameters(ids, levels), "../levels/exemptions")],
    ...levelNames.map((level): [string, string] => {
      const folders = controlsOf(levels, level).map((id) => `../../cel/${id}`);
      return [`levels/${level}/kustomization.yaml`, ofFolders(folders, "../exemptions")];
    }),
  ]);
}

// --- internal ---

const head = `# Written by \`npm run generate\` from levels/levels.yaml.
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
`;

function controlsIn(root: string): readonly string[] {
  return readdirSync(join(root, "cel"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, "cel", entry.name, "policy.yaml")))
    .map(({ name }) => name)
    .sort();
}

function ofControl(root: string, id: string, { system }: Levels): string {
  const files = readdirSync(join(root, "cel", id))
    .filter((name) => /\.ya?ml$/.test(name) && !name.startsWith("kustomization."))
    .sort();
  const labels = [
    "app.kubernetes.io/part-of: assay",
    `app.kubernetes.io/name: ${id}`,
    ...(picomatch.isMatch(id, [...system]) ? ["assay.dev/exemptions: none"] : []),
  ];
  const pairs = labels.map((label) => `      ${label}\n`).join("");
  return `${head}resources:\n${listed(files)}labels:\n  - pairs:\n${pairs}`;
}

/** What can be in force as it is. */
function withoutParameters(ids: readonly string[], { apart }: Levels): readonly string[] {
  const dead = apart.flatMap(({ controls, parameters = false }) => (parameters ? controls : []));
  return ids.filter((id) => !picomatch.isMatch(id, dead));
}

function ofFolders(folders: readonly string[], exemptions: string): string {
  return `${head}resources:\n${listed(folders)}components:\n${listed([exemptions])}`;
}

function listed(items: readonly string[]): string {
  return items.map((item) => `  - ${item}\n`).join("");
}
