import type { Json, Schema } from "../model/index.ts";
import type { KnownField } from "./_known.ts";
import type { Vocabulary } from "./_vocabulary.ts";
import type { Focus } from "./focus-of.ts";

/** What plans are made of. */
export interface Making {
  readonly schema: Schema;
  readonly focus: Focus;
  readonly vocabulary: Vocabulary;
  /** Values that cases have, by the path of a leaf. */
  readonly seen: (path: string) => readonly Json[];
  /** `false` where nothing is known of what policies read: then every field is as likely. */
  readonly directed: boolean;
}

/** Whether policies look at the path, or at a whole that it is in. */
export function isLean({ focus }: Making, path: string): boolean {
  if (focus.ways.has(path)) return true;
  const names = path.split(".");
  return names.some((_, length) => focus.tips.has(names.slice(0, length).join(".")));
}

/** A place in objects, and what is known of it. */
export interface Place {
  readonly path: string;
  readonly known: KnownField;
  /** Policies look here, though the path says nothing of it. */
  readonly lean?: boolean;
}
