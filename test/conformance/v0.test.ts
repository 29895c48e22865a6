import { describeConformance } from "./_describe.ts";

describeConformance("v0");
