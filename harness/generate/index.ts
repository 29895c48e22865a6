export { drawTrial } from "./draw-trial.ts";
export { type Focus, focusOf } from "./focus-of.ts";
export { kindsOf, type WeighedKind } from "./kinds-of.ts";
export { type ObjectsOptions, objects } from "./objects.ts";
export { sizeOf } from "./size-of.ts";
export { smaller } from "./smaller.ts";
export { type TrialsOptions, trials } from "./trials.ts";
export { podSpecPath, unwrap, workloadKinds, wrap } from "./wrap.ts";
