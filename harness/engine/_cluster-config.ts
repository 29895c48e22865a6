import { readFile } from "node:fs/promises";
import type { RequestOptions } from "node:https";
import { delimiter, join } from "node:path";
import type { KubeConfig } from "@kubernetes/client-node";
import type { Problem } from "../model/index.ts";

/** Which cluster judges. */
export interface ClusterSettings {
  /** A kubeconfig, or several as KUBECONFIG names them: what the first says wins. */
  readonly kubeconfig?: string;
  /** @defaultValue the current context of the kubeconfig */
  readonly context?: string;
}

/** A context of a kubeconfig: where its API server is, and how to prove who asks. */
export interface Connection {
  readonly context: string;
  readonly server: URL;
  /** Credentials and agent for one request, made anew: plugins that get tokens run. Rejects with their words. */
  credentials(): Promise<RequestOptions>;
}

/** The kubeconfig that kubectl takes in this environment: `KUBECONFIG`, or `.kube/config` at home. */
export function defaultKubeconfig(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const { KUBECONFIG: named, HOME: home, USERPROFILE: profile } = environment;
  if (named !== undefined && named !== "") return named;
  const folder = home || profile;
  return folder === undefined ? undefined : join(folder, ".kube", "config");
}

/** Reads the kubeconfig, and finds the context in it. */
export async function connect({ kubeconfig = "", context }: ClusterSettings): Promise<Connection | Problem> {
  const files = kubeconfig.split(delimiter).filter((file) => file !== "");
  const client = await loadClient();
  if ("code" in client) return client;
  const { KubeConfig } = client;
  const read: KubeConfig[] = [];
  for (const file of files) {
    const config = new KubeConfig();
    try {
      await readFile(file).then(() => config.loadFromFile(file));
      read.push(config);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code !== "ENOENT") return problem(`the kubeconfig \`${file}\` cannot be read: ${message}`, "correct it");
    }
  }
  if (read.length === 0) return noKubeconfig(files);
  return chosen(merged(new KubeConfig(), read), context ?? read.find((one) => one.currentContext)?.currentContext);
}

// --- internal ---

/** What it depends on needs a newer Node than the rest of Assay. */
async function loadClient(): Promise<Pick<typeof import("@kubernetes/client-node"), "KubeConfig"> | Problem> {
  try {
    const { KubeConfig } = await import("@kubernetes/client-node");
    return { KubeConfig };
  } catch (error) {
    const { message } = error as Error;
    return problem(
      `the client of Kubernetes cannot be loaded: ${message}`,
      "use Node 22.19 or newer for the engine `cluster`",
    );
  }
}

function problem(message: string, hint: string): Problem {
  return { code: "bad-cluster", message, hint };
}

function noKubeconfig(files: readonly string[]): Problem {
  const looked = files.map((file) => `\`${file}\``).join(", ");
  const message =
    looked === ""
      ? "there is no kubeconfig"
      : `there is no kubeconfig: ${looked} ${files.length > 1 ? "are" : "is"} not there`;
  return problem(message, "name one with --kubeconfig, or in KUBECONFIG");
}

/** Of what several files name alike the first counts, as for kubectl. */
function merged(into: KubeConfig, read: readonly KubeConfig[]): KubeConfig {
  const first = <T extends { readonly name: string }>(all: readonly T[]): T[] =>
    all.filter(({ name }, index) => all.findIndex((one) => one.name === name) === index);
  into.loadFromOptions({
    clusters: first(read.flatMap(({ clusters }) => clusters)),
    users: first(read.flatMap(({ users }) => users)),
    contexts: first(read.flatMap(({ contexts }) => contexts)),
  });
  return into;
}

function chosen(config: KubeConfig, context: string | undefined): Connection | Problem {
  const names = config.contexts.map(({ name }) => `\`${name}\``).join(", ");
  const listed = names === "" ? "the kubeconfig has no context" : `contexts: ${names}`;
  if (context === undefined || context === "")
    return problem("the kubeconfig has no current context", `choose one with --context; ${listed}`);
  const found = config.contexts.find(({ name }) => name === context);
  if (found === undefined) return problem(`the kubeconfig has no context \`${context}\``, listed);
  const cluster = config.getCluster(found.cluster);
  if (cluster === null || !URL.canParse(cluster.server))
    return problem(
      `the context \`${context}\` is of the cluster \`${found.cluster}\`, for which the kubeconfig has no server`,
      "correct the kubeconfig",
    );
  const server = new URL(cluster.server);
  // A server without TLS is given no credentials, as by kubectl. A context without a user still has the cluster's certificates.
  const plain = server.protocol === "http:";
  config.loadFromClusterAndUser(cluster, config.getUser(found.user) ?? { name: "" });
  return {
    context,
    server,
    credentials: async () => {
      const options: RequestOptions = {};
      if (!plain) await config.applyToHTTPSOptions(options);
      return options;
    },
  };
}
