import type { Json, JsonObject } from "../../model/index.ts";

/** The options that admission is shown of a connection, as the server reads them from the query; nothing where the path is none to connect to. */
export function connection(
  resource: string,
  subResource: string | undefined,
  query: URLSearchParams,
): JsonObject | undefined {
  const known = kinds[`${resource}/${subResource}`];
  if (known === undefined) return undefined;
  const fields = Object.entries(known.fields).flatMap(([name, type]): readonly (readonly [string, Json])[] => {
    const values = query.getAll(name);
    return values.length === 0 ? [] : [[name, readAs(values, type)]];
  });
  return { apiVersion: "v1", kind: known.kind, ...Object.fromEntries(fields) };
}

// --- internal ---

type Type = "text" | "texts" | "flag" | "numbers";

interface Options {
  readonly kind: string;
  readonly fields: Readonly<Record<string, Type>>;
}

const streams = { stdin: "flag", stdout: "flag", stderr: "flag", tty: "flag", container: "text" } as const;

/** The paths that are connected to, with the options of k8s.io/api/core/v1 that they take. */
const kinds: Readonly<Record<string, Options>> = {
  "pods/exec": { kind: "PodExecOptions", fields: { ...streams, command: "texts" } },
  "pods/attach": { kind: "PodAttachOptions", fields: streams },
  "pods/portforward": { kind: "PodPortForwardOptions", fields: { ports: "numbers" } },
  "pods/proxy": { kind: "PodProxyOptions", fields: { path: "text" } },
  "services/proxy": { kind: "ServiceProxyOptions", fields: { path: "text" } },
  "nodes/proxy": { kind: "NodeProxyOptions", fields: { path: "text" } },
};

function readAs(values: readonly string[], type: Type): Json {
  switch (type) {
    case "text":
      return values[0] ?? "";
    case "texts":
      return values;
    case "flag":
      return !["false", "0"].includes((values[0] ?? "").toLowerCase());
    case "numbers":
      return values.flatMap((value) => value.split(",").map(Number));
  }
}
