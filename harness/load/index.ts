export { casesIn } from "./_cases.ts";
export type { CaseFile, LoadedCases } from "./_manifest.ts";
export { closest, suggestion } from "./_suggest.ts";
export { approvalsFile, approvalsText, type LoadedApprovals, loadApprovals } from "./approvals.ts";
export { readArtifact } from "./artifact.ts";
export { type Config, type ControlEntry, defaultConfig } from "./config.ts";
export { corpusCase, corpusFolder, type LoadedCorpus, loadCorpus } from "./corpus.ts";
export { kyvernoSetting } from "./kyverno-setting.ts";
export { mutationElements } from "./mutation-elements.ts";
export { loadPolicySet, type PathEngine, type PolicySet } from "./policy-set.ts";
export { type LoadOptions, loadProject, type Project } from "./project.ts";
export { type LoadedReport, loadReports, reportsIn } from "./reports.ts";
export {
  type ReadRequest,
  type ReadRequests,
  type Recorded,
  type RequestsOptions,
  readRequests,
} from "./requests/index.ts";
export { openRevision, type Revision } from "./revision.ts";
export { type Survey, type SurveyedDocument, survey } from "./survey.ts";
