export { type Counts, countsLine, oneFailed, sum } from "./_counts.ts";
export type { Gate } from "./_gate.ts";
export { goGates } from "./_go-gates.ts";
export { buildGates, packageGates, sourceGates, testGates } from "./_harness-gates.ts";
