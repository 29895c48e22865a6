export { type ImportOptions, importSuites } from "./import.ts";
