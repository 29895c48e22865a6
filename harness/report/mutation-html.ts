import type { Report } from "../model/index.ts";
import { mutationReport } from "./mutation-json.ts";

/** Mutants as one page that needs nothing else: `elements` is the script of mutation-testing-elements. */
export function mutationHtml(report: Report, { elements = "" }: { readonly elements?: string }): string {
  const data = JSON.stringify(mutationReport(report)).replaceAll("<", "\\u003c");
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Mutants</title>
<script>${elements.replaceAll("</script", "<\\/script")}</script>
</head>
<body>
<mutation-test-report-app title-postfix="assay mutate">This page needs JavaScript.</mutation-test-report-app>
<script>document.querySelector("mutation-test-report-app").report = ${data};</script>
</body>
</html>
`;
}
