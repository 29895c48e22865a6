import type { Answer } from "./_answer.ts";

/** How a request is asked. */
export interface Asking {
  /** Name of what the request sets up in the engine; it is set up again when the engine is started afresh. */
  readonly makes?: string;
  /** @defaultValue the pipeline's limit */
  readonly timeoutMs?: number;
}

/** A request with the one who waits for its answer. */
export interface Entry {
  readonly op: string;
  readonly body: unknown;
  readonly asking: Asking;
  /** A set-up that is sent again: nobody waits for its answer. */
  readonly replay: boolean;
  readonly settle: (answer: Answer<never>) => void;
}

/** What a fresh engine must be told again: everything that was set up and not dropped. */
export interface SetUps {
  /** Takes note of an answered request. */
  note(entry: Entry, succeeded: boolean): void;
  /** Forgets what the engine ended on when it was told again. */
  forget(entry: Entry): void;
  /** The requests to send again, in their order. */
  replays(): Entry[];
}

export function openSetUps(): SetUps {
  const made = new Map<string, Entry>();
  return {
    note(entry, succeeded) {
      const { makes } = entry.asking;
      if (makes !== undefined && succeeded) made.set(makes, entry);
      if (entry.op === "drop") for (const handle of handlesOf(entry.body)) made.delete(handle);
    },
    forget({ asking }) {
      if (asking.makes !== undefined) made.delete(asking.makes);
    },
    replays: () => [...made.values()].map((entry) => ({ ...entry, replay: true, settle: () => {} })),
  };
}

function handlesOf(body: unknown): readonly string[] {
  return (body as { readonly handles: readonly string[] }).handles;
}
