import { type Survey, survey } from "../../load/index.ts";
import { AssayError } from "../../model/index.ts";
import { writeAll } from "../_write-all.ts";
import { gitignoreStep } from "./_gitignore.ts";
import { type Manager, managerOf, packageFiles, packageStep } from "./_npm.ts";
import { type Step, together } from "./_plan.ts";
import { assayConfigs, planPolicies } from "./_policies.ts";
import { vitestConfigs, vitestStep } from "./_vitest-config.ts";
import { foundLine, planLines } from "./_words.ts";
import { workflowFile, workflowStep } from "./_workflow.ts";

export interface InitOptions {
  /** Says what would be written, and writes nothing. */
  readonly dryRun?: boolean;
  /** `false`: manifests are not judged, and no case is made of them. @defaultValue true */
  readonly record?: boolean;
}

/**
 * Looks at a folder, and writes what makes its policies run: nothing that is there is overwritten.
 * @throws an AssayError where the folder cannot be read or written, or holds no policy
 */
export async function initProject(folder: string, options: InitOptions): Promise<void> {
  const found = survey(folder, [...assayConfigs, ...vitestConfigs, ...packageFiles, workflowFile, ".gitignore"]);
  if ("code" in found) throw new AssayError(found.code, found.message);
  const manager = managerOf(found.files);
  const { step, notes, cases } = await planPolicies(found, options);
  const plan = together([step, ...toolSteps(found, manager)]);
  process.stdout.write(foundLine(found, cases));
  if (options.dryRun !== true) {
    const [fresh, changed] = [
      plan.files.filter(({ is }) => is === "new"),
      plan.files.filter(({ is }) => is === "added"),
    ];
    writeAll(found.root, fresh, changed);
  }
  process.stdout.write(planLines(plan, { notes, manager, dryRun: options.dryRun === true }));
}

// --- internal ---

function toolSteps({ files }: Survey, manager: Manager): readonly Step[] {
  return [
    vitestStep(files),
    packageStep(files["package.json"], manager),
    workflowStep(files, manager),
    gitignoreStep(files[".gitignore"]),
  ];
}
