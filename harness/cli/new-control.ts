import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { loadProject, type Project } from "../load/index.ts";
import { AssayError, placeText } from "../model/index.ts";
import { controlFiles } from "./_control-files.ts";
import { writeAll } from "./_write-all.ts";

/**
 * Writes the files of a new control, all or none.
 * @throws an AssayError for an id that cannot be one or is taken, or where the project cannot be read or written
 */
export function newControl(id: string, options: { readonly cwd?: string; readonly config?: string }): void {
  if (!/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/.test(id) || id.length > 100) {
    throw new AssayError(
      "bad-usage",
      `\`${id}\` cannot be a control's id: use lowercase letters and digits, with single \`-\` or \`.\` between them`,
    );
  }
  const project = loadProject(
    resolve(options.cwd ?? "."),
    options.config === undefined ? {} : { config: options.config },
  );
  refuseBrokenConfig(project);
  const folders = { ...project.config.policies, cases: project.config.cases };
  const taken = Object.values(folders).find((folder) => existsSync(resolve(project.root, folder, id)));
  if (taken !== undefined)
    throw new AssayError("bad-usage", `the control \`${id}\` exists already: \`${taken}/${id}\` is there`);
  if (project.controls.some((control) => control.id === id))
    throw new AssayError("bad-usage", `the control \`${id}\` exists already in \`controls\` of assay.yaml`);
  const files = controlFiles(id, project.config);
  writeAll(
    project.root,
    Object.entries(files).map(([path, text]) => ({ path, text })),
  );
  process.stdout.write(
    `${Object.keys(files)
      .map((path) => `wrote ${path}`)
      .join("\n")}\n${nextSteps(id)}`,
  );
}

function refuseBrokenConfig({ problems }: Project): void {
  const broken = problems.find(
    ({ code, place }) =>
      code === "bad-config" || (code !== "nothing-found" && place?.path.startsWith("assay.y") === true),
  );
  if (broken === undefined) return;
  throw new AssayError(
    "bad-config",
    `${broken.place === undefined ? "" : `${placeText(broken.place)}: `}${broken.message}`,
  );
}

function nextSteps(id: string): string {
  return `Its cases fail until they are real: write the cases, then the policies, then run \`assay test --control ${id}\`.\n`;
}
