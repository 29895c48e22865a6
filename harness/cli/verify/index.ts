export type { VerifyOptions } from "./_plan.ts";
export { runVerify } from "./verify.ts";
