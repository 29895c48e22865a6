import { dump } from "js-yaml";
import type { Policy, SourceFile } from "../../harness/model/index.ts";
import { librariesOf, moved } from "./_modules.ts";

/**
 * A control's Rego as ConstraintTemplates and Constraints of Gatekeeper, a YAML stream: one that denies and one that warns, as far as the control does.
 * @param exempt - namespaces that the Constraints leave out
 */
export function gatekeeperForm({ control, sources, library = [] }: Policy, exempt: readonly string[] = []): string {
  const rules = (["deny", "warn"] as const).filter((rule) =>
    sources.some(({ text }) => new RegExp(`^${rule} contains `, "m").test(text)),
  );
  const documents = rules.flatMap((rule) => {
    const kind = kindOf(control) + (rule === "warn" ? "Warn" : "");
    const name = rule === "warn" ? `${control}.warn` : control;
    return [templateOf(kind, rule, { sources, library }), constraintOf({ kind, name, rule }, exempt)];
  });
  return documents.map((document) => dump(document, { lineWidth: -1 })).join("---\n");
}

// --- internal ---

interface Rego {
  readonly sources: readonly SourceFile[];
  readonly library: readonly SourceFile[];
}

function templateOf(kind: string, rule: "deny" | "warn", { sources, library }: Rego): object {
  const libs = [...sources, ...librariesOf(sources, library)].map(({ text }) => moved(text));
  const source = { version: "v1", rego: entry(rule), libs };
  return {
    apiVersion: "templates.gatekeeper.sh/v1",
    kind: "ConstraintTemplate",
    metadata: { name: kind.toLowerCase() },
    spec: {
      crd: {
        spec: {
          names: { kind },
          validation: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
        },
      },
      targets: [{ target: "admission.k8s.gatekeeper.sh", code: [{ engine: "Rego", source }] }],
    },
  };
}

interface Named {
  readonly kind: string;
  readonly name: string;
  readonly rule: "deny" | "warn";
}

function constraintOf({ kind, name, rule }: Named, exempt: readonly string[]): object {
  const match = exempt.length === 0 ? {} : { match: { excludedNamespaces: [...exempt] } };
  return {
    apiVersion: "constraints.gatekeeper.sh/v1beta1",
    kind,
    metadata: { name },
    spec: { enforcementAction: rule, ...match },
  };
}

/** The control reads `input.review` and `input.parameters` too, which Gatekeeper gives it. */
function entry(rule: "deny" | "warn"): string {
  return `package assay

import data.lib.control

violation contains {"msg": msg} if {
	some msg in control.${rule}
}
`;
}

function kindOf(control: string): string {
  const words = control.split(/[.-]/);
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}
