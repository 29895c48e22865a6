import type { Request } from "../../model/index.ts";
import type { StreamDocument } from "./_document.ts";
import { requestName } from "./_name.ts";
import type { Reading, RequestFormat } from "./_reading.ts";

/** Objects that are created, as `kubectl apply` sends them. */
export const manifest: RequestFormat = {
  takes: (apiVersion, kind) => apiVersion !== "" && kind !== "",
  read: (document) => {
    const [group = ""] = String(document.value["apiVersion"]).split("/");
    return ofTools.has(group)
      ? { aside: `a file of a tool (${group}), which is never sent to the API server` }
      : creation(document);
  },
};

// --- internal ---

/** Groups of files that look like objects of the API and are none. */
const ofTools: ReadonlySet<string> = new Set([
  "kustomize.config.k8s.io",
  "kubeadm.k8s.io",
  "kind.x-k8s.io",
  "test.gatekeeper.sh",
  "cli.kyverno.io",
]);

function creation(document: StreamDocument): Reading {
  const object = document.source() ?? { json: document.value };
  const request: Request = { operation: "CREATE", object };
  return { request: { name: requestName(request, document.value), place: document.place, from: "manifest", request } };
}
