import { mutates } from "./_kyverno-files.ts";
import { type Form, given } from "./_kyverno-given.ts";
import { readReport } from "./_kyverno-report.ts";

/** `kyverno apply`, which shows what mutating policies make of an object. */
export const applying: Form = {
  files: () => ({}),
  /** `-v 3` makes it say which policies it could not read. */
  arguments: ({ sources }, files) => {
    const flag = (name: string, file: string): readonly string[] => (Object.hasOwn(files, file) ? [name, file] : []);
    return [
      ...["apply", given.policies, "--resource", given.resources],
      ...["--policy-report", "--output-format", "json", "--remove-color", "-v", "3"],
      ...flag("--exception", given.exceptions),
      ...flag("--values-file", given.values),
      ...flag("--userinfo", given.user),
      ...flag("--context-file", given.context),
      ...flag("--target-resource", given.others),
      ...flag("--crd-paths", given.crds),
      ...(mutates(sources) ? ["--output", "changed.yaml"] : []),
    ];
  },
  read: readReport,
};
