import { isJsonObject } from "../../model/index.ts";
import type { AuditEvent } from "./_audit-event.ts";

/** What an object was, as the server last answered it. */
export interface KnownState {
  readonly uid: string;
  readonly version: string;
  /** The object in JSON. */
  readonly text: string;
}

/** What a log has told of objects so far: an update's event does not hold what was there before. */
export interface KnownStates {
  of(event: AuditEvent): KnownState | undefined;
  /** Takes note of what the event answers. */
  note(event: AuditEvent): void;
}

export function openStates(): KnownStates {
  const states = new Map<string, KnownState>();
  let size = 0;
  const forget = (key: string): void => {
    size -= states.get(key)?.text.length ?? 0;
    states.delete(key);
  };
  return {
    of: (event) => states.get(keyOf(event, event.about.name)),
    note: (event) => {
      if (event.code >= 400 || event.query.get("dryRun") === "All") return;
      if (event.subResource === "eviction") return forget(keyOf(event, event.about.name));
      if (!wholes.has(event.subResource)) return;
      const state = stateIn(event);
      const key = keyOf(event, state?.name ?? event.about.name);
      if (state === undefined && event.verb !== "delete") return;
      forget(key);
      if (state === undefined) return;
      states.set(key, state);
      size += state.text.length;
      while (size > mostKept) forget(states.keys().next().value as string);
    },
  };
}

// --- internal ---

/** In characters; what was told of longest ago is forgotten first. */
const mostKept = 128 * 1024 * 1024;

/** Paths that answer with the object itself. */
const wholes: ReadonlySet<string | undefined> = new Set([undefined, "status", "ephemeralcontainers", "resize"]);

function keyOf({ about }: AuditEvent, name: string | undefined): string {
  const { group, resource } = about.resource ?? { group: "", resource: "" };
  return JSON.stringify([group, resource, about.namespace, name]);
}

function stateIn({ document }: AuditEvent): (KnownState & { readonly name: string }) | undefined {
  const { responseObject } = document.value;
  if (!isJsonObject(responseObject) || !isJsonObject(responseObject["metadata"])) return undefined;
  const { name, uid, resourceVersion: version } = responseObject["metadata"];
  const source = document.source("responseObject");
  if (typeof name !== "string" || typeof uid !== "string" || typeof version !== "string") return undefined;
  if (source === undefined) return undefined;
  return { name, uid, version, text: "text" in source ? source.text : JSON.stringify(source.json) };
}
