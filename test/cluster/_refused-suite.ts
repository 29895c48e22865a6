import { join } from "node:path";
import type { JsonObject } from "../../harness/model/index.ts";
import type { Cluster } from "./_cluster.ts";
import { policyOf, readYaml } from "./_features.ts";
import { textAt } from "./_objects.ts";
import type { Bench } from "./_suite.ts";
import { type Answer, admin } from "./_trial.ts";

const path = "/apis/admissionregistration.k8s.io/v1";

/** Policies and bindings that the server refuses: the engine must have the same against them, in the same words. */
export async function compareRefused(cluster: Cluster, { engines, results }: Bench): Promise<void> {
  const documents = await readYaml<JsonObject>(engines, join(import.meta.dirname, "refused.yaml"));
  for (const [index, document] of documents.entries()) {
    const name = textAt(document, "metadata", "name");
    const resource = `${textAt(document, "kind").toLowerCase()}s`.replace(/ys$/, "ies");
    const reply = await cluster.client.call({
      method: "POST",
      path: `${path}/${resource}?dryRun=All&fieldValidation=Strict`,
      body: JSON.stringify(document),
    });
    const { message } = JSON.parse(reply.body) as { readonly message?: string };
    const { problems } = await engines.get("cel").compile([policyOf("cel", `refused-${index}`, [document])]);
    const engine = together(problems.map((problem) => problem.message));
    const server: Answer = {
      allowed: reply.code < 300,
      code: reply.code,
      message,
      causes: [],
      warnings: [],
      audit: {},
    };
    const differences = server.allowed
      ? ["the server takes this policy"]
      : engine === message
        ? []
        : [`message: server ${JSON.stringify(message)}, engine ${JSON.stringify(engine)}`];
    const request = { operation: "CREATE", object: { json: document }, user: admin } as const;
    results.compared.push({
      trial: { suite: "refused policies", name: name || `document ${index + 1}`, request, world: {} },
      server,
      differences,
    });
  }
}

/** The server tells all errors in one message, the engine each at its place. */
function together(messages: readonly string[]): string | undefined {
  const [first = ""] = messages;
  const head = /^.*? is invalid: /s.exec(first)?.[0];
  if (head === undefined || messages.length < 2) return messages[0];
  return `${head}[${messages.map((message) => message.slice(head.length)).join(", ")}]`;
}
