import type { Json } from "../../harness/model/index.ts";
import { comparable, deepDifferences } from "./_stored.ts";
import type { Answer, Cause, Trial } from "./_trial.ts";

/** One trial, and where the answers to it differ; nowhere, where they are equal. */
export interface Compared {
  readonly trial: Trial;
  readonly server: Answer;
  readonly differences: readonly string[];
}

const fields = ["allowed", "code", "reason", "message"] as const;

/** Where the engine's answer is not the server's, a line each. */
export function differencesOf(trial: Trial, server: Answer, engine: Answer): readonly string[] {
  const steady = steadyText(trial);
  const line = (what: string, left: Json | undefined, right: Json | undefined): readonly string[] => {
    const [a, b] = [steady(JSON.stringify(left)), steady(JSON.stringify(right))];
    return a === b ? [] : [`${what}: server ${a}, engine ${b}`];
  };
  const answers = [
    ...(server.decision === undefined ? [] : line("decision", server.decision, engine.decision)),
    ...fields.flatMap((field) => line(field, server[field], engine[field])),
    ...line("causes", server.causes.map(causeOf), engine.causes.map(causeOf)),
    ...line("warnings", [...server.warnings], [...engine.warnings]),
    ...line("audit", sorted(server.audit), sorted(engine.audit)),
  ];
  return [...answers, ...objectDifferences(server, engine)];
}

// --- internal ---

function objectDifferences(server: Answer, engine: Answer): readonly string[] {
  if (!server.allowed || !engine.allowed || server.object === undefined) return [];
  if (engine.object === undefined) return ["object: the engine has none"];
  return deepDifferences(comparable(server.object), comparable(engine.object));
}

/** What cannot be the same on both sides reads the same: names that are generated, and the beginning of a body that was sent as YAML. */
function steadyText({ request: { object } }: Trial): (text: string | undefined) => string | undefined {
  if (object !== undefined && "text" in object)
    return (text) => text?.replaceAll(/ \((?:[0-9a-f]{60}|\{.{20,40}?) \.\.\.\)/g, " (<body>)");
  const metadata = object?.json["metadata"] as
    | { readonly name?: unknown; readonly generateName?: unknown }
    | null
    | undefined;
  const prefix = metadata?.generateName;
  if (typeof prefix !== "string" || prefix === "" || (metadata?.name ?? "") !== "") return (text) => text;
  const pattern = new RegExp(`${prefix.replaceAll(/[^a-z0-9]/gi, "\\$&")}[a-z0-9]{5}\\b`, "g");
  return (text) => text?.replaceAll(pattern, `${prefix}<random>`);
}

function causeOf({ reason = "", message = "", field = "" }: Cause): Json {
  return { reason, message, field };
}

function sorted(map: Readonly<Record<string, string>>): Json {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
}
