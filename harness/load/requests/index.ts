export type { ReadRequest, Recorded } from "./_reading.ts";
export { type ReadRequests, type RequestsOptions, readRequests } from "./read.ts";
