/** Tells the process with which code to end. */
export type Done = (exitCode: number) => void;
