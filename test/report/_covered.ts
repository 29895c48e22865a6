import type { Report } from "../../harness/model/index.ts";
import { clean } from "./_report.ts";

/** A report with coverage, and too little of it. */
export const covered: Report = {
  ...clean,
  findings: [
    {
      kind: "low-coverage",
      control: "all controls",
      engine: "cel",
      message: "cases cover 3 of 4 outcomes of sub-expressions: 75.0 %, below 90 %",
    },
  ],
  coverage: {
    engines: [
      { engine: "rego", covered: 3, total: 4 },
      { engine: "cel", covered: 3, total: 4 },
    ],
    controls: [
      { control: "ports", engine: "rego", covered: 2, total: 2 },
      { control: "ports", engine: "cel", covered: 3, total: 4 },
    ],
    files: [
      {
        path: "rego/lib/pods.rego",
        engine: "rego",
        covered: 1,
        total: 2,
        uncovered: [{ place: { path: "rego/lib/pods.rego", line: 4 }, text: "other if {", why: "never true" }],
        lines: [
          { line: 3, hits: 1 },
          { line: 4, hits: 0 },
        ],
        conditions: [],
      },
      {
        path: "rego/ports/policy.rego",
        engine: "rego",
        control: "ports",
        covered: 2,
        total: 2,
        uncovered: [],
        lines: [
          { line: 3, hits: 1 },
          { line: 4, hits: 1 },
        ],
        conditions: [],
      },
      {
        path: "cel/ports/policy.yaml",
        engine: "cel",
        control: "ports",
        covered: 3,
        total: 4,
        uncovered: [
          {
            place: { path: "cel/ports/policy.yaml", line: 12, column: 9 },
            text: 'object.metadata.name < "x" && true',
            why: "never false",
          },
        ],
        lines: [{ line: 12, hits: 2 }],
        conditions: [{ line: 12, text: 'object.metadata.name < "x" && true', evaluated: true, true: 2, false: 0 }],
      },
    ],
  },
};
