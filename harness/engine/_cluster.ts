import type { Compiled, Engine, Judge, Problem, Request, World } from "../model/index.ts";
import { type Answer, evaluationError, type Failure, problemOf } from "./_answer.ts";
import { type ClusterSettings, connect } from "./_cluster-config.ts";
import type { Api } from "./_cluster-http.ts";
import { type Lookup, openLookup } from "./_cluster-lookup.ts";
import { prepare } from "./_cluster-request.ts";
import { verdictOf } from "./_cluster-verdict.ts";
import type { ReadDocuments } from "./_ops.ts";
import { errorVerdict } from "./_verdict.ts";

export interface ClusterOptions {
  readonly settings: ClusterSettings;
  readonly timeoutMs: number;
  /** Reads YAML as kubectl does. */
  readonly read: (text: string) => Promise<Answer<ReadDocuments>>;
}

/** A live cluster, with whatever policies and webhooks it has, asked by dry run: nothing is ever stored in it. */
export interface ClusterEngine extends Engine {
  close(): void;
}

/** The cluster of a kubeconfig's context. It is reached when the first policy is compiled, and its settings are read then. */
export function clusterEngine(options: ClusterOptions): ClusterEngine {
  let opened: Promise<Opened | Problem> | undefined;
  let closed = false;
  return {
    id: "cluster",
    compile: async () => {
      opened ??= open(options);
      const live = await opened;
      if ("code" in live) return { problems: [live] };
      if (closed) live.api.close();
      return { problems: [], ...judgeOf(live, options) };
    },
    close: () => {
      closed = true;
      void opened?.then((live) => "code" in live || live.api.close());
    },
  };
}

// --- internal ---

interface Opened {
  readonly api: Api;
  readonly lookup: Lookup;
}

async function open({ settings, timeoutMs }: ClusterOptions): Promise<Opened | Problem> {
  const connection = await connect(settings);
  if ("code" in connection) return connection;
  const { openApi } = await import("./_cluster-http.ts"); // with Node's HTTP, which nothing else pays for
  const api = openApi(connection, timeoutMs);
  const lookup = openLookup(api);
  // Who is not let in hears so once, and not with every case.
  const { error, ok } = await lookup.get("/api/v1");
  if (error !== undefined) return problemOf(error, "bad-cluster");
  return ok === undefined ? notServed(connection.server) : { api, lookup };
}

function notServed(server: URL): Problem {
  const message = `\`${server.href}\` is no Kubernetes API server: it serves no /api/v1`;
  return { code: "bad-cluster", message, hint: "correct `server` in the kubeconfig" };
}

function judgeOf({ api, lookup }: Opened, { read }: ClusterOptions): Pick<Compiled, "judge" | "cannotAsk" | "unseen"> {
  const ready = (request: Request, world: World) => prepare(request, world, { lookup, read });
  const judge: Judge = async (request, world) => {
    const prepared = await ready(request, world);
    switch (prepared.kind) {
      case "aside":
        return failed({ code: "bad-world", message: `the cluster cannot be asked this: ${prepared.reason}` });
      case "failed":
        return prepared.verdict;
      case "call": {
        const { error, ok } = await api.call(prepared.call);
        return error === undefined ? verdictOf(ok, request) : failed(error);
      }
    }
  };
  const cannotAsk = async (request: Request, world: World): Promise<string | undefined> => {
    const prepared = await ready(request, world);
    return prepared.kind === "aside" ? prepared.reason : undefined;
  };
  return { judge, cannotAsk, unseen };
}

const unseen: NonNullable<Compiled["unseen"]> = {
  audit: "the cluster shows no audit annotations; all else is as expected",
  skip: "the cluster does not show whether a policy applied; it lets the request pass",
};

function failed(failure: Failure): ReturnType<typeof errorVerdict> {
  return errorVerdict([evaluationError(failure, "bad-cluster")]);
}
