import type { EngineId, JsonObject, SourceFile } from "../model/index.ts";
import { type DocumentText, splitDocuments } from "./_split.ts";
import { type DocumentKind, documentKind } from "./_survey-kinds.ts";
import { parseDocument, readValue } from "./_yaml.ts";

/** What of some files is Gatekeeper's. */
export interface OfGatekeeper {
  /** Templates, Constraints and what belongs to them, each document on the lines that it has; empty where there is no template. */
  readonly sources: readonly SourceFile[];
  /** Whether there are admission policies of the API server beside them. */
  readonly besidePolicies: boolean;
}

/** Finds ConstraintTemplates and what belongs to them among files that hold other things too. */
export function ofGatekeeper(files: readonly SourceFile[]): OfGatekeeper {
  const read = files.filter(({ text }) => ofConcern.test(text)).map(readFile);
  const documents = read.flatMap((one) => one.documents);
  const there = documents.some(({ value }) => value["kind"] === "ConstraintTemplate");
  return {
    sources: there ? read.flatMap(({ path, documents }) => sourceOf(path, documents.filter(isGatekeeper))) : [],
    besidePolicies: documents.some(({ is }) => is === "admission-policy"),
  };
}

/** Whether templates have code that an engine beside Gatekeeper can judge by: their Rego, or the admission policy that is made of their CEL. */
export function hasForm(sources: readonly SourceFile[], engine: EngineId): boolean {
  const form = engine === "cel" ? /\bengine:\s*["']?K8sNativeValidation\b/ : /^\s*(?:-\s+)?["']?rego["']?:/m;
  return sources.some(({ text }) => /\bConstraintTemplate\b/.test(text) && form.test(text));
}

// --- internal ---

interface Read {
  readonly is: DocumentKind | undefined;
  readonly value: JsonObject;
  readonly source: DocumentText;
}

const ofConcern = /gatekeeper\.sh\/|admissionregistration\.k8s\.io\//;

function readFile({ path, text }: SourceFile): { readonly path: string; readonly documents: readonly Read[] } {
  const documents = splitDocuments(text).flatMap((source): readonly Read[] => {
    const document = parseDocument(source, path);
    const read = "code" in document ? document : readValue(document);
    if ("code" in read) return [];
    return [{ is: documentKind(path, read.value), value: read.value as JsonObject, source }];
  });
  return { path, documents };
}

/** What Gatekeeper's webhook is sent belongs to it too. */
function isGatekeeper({ is, value, source }: Read): boolean {
  const isWebhook = value["kind"] === "ValidatingWebhookConfiguration" && source.text.includes(webhookName);
  return is === "gatekeeper" || isWebhook;
}

const webhookName = "validation.gatekeeper.sh";

/** The documents on their lines, with nothing between them. */
function sourceOf(path: string, documents: readonly Read[]): readonly SourceFile[] {
  if (documents.length === 0) return [];
  const lines: string[] = [];
  for (const { source } of documents) {
    const first = source.line - 1;
    while (lines.length < first) lines.push("");
    if (first > 0) lines[first - 1] = "---";
    lines.push(...source.text.replace(/\n$/, "").split("\n"));
  }
  return [{ path, text: `${lines.join("\n")}\n` }];
}
