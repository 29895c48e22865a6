export { type PoliciesOptions, policies } from "./plugin.ts";
