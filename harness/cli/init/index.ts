export { type InitOptions, initProject } from "./init.ts";
