import type { Form, TextForm } from "./_form.ts";

/** What the schema does not say of a definition. */
export interface Known {
  /** Exactly one of these fields is there. */
  readonly union?: readonly string[];
  /** Or none of them. */
  readonly orNone?: boolean;
  readonly fields?: Readonly<Record<string, KnownField>>;
}

export interface KnownField {
  /** How often it is there where policies do not read it: 0 never, 1 always. */
  readonly chance?: number;
  /** Of the field, of a list's items or of a map's values; whole values are of the field. */
  readonly form?: Form;
  /** Of a map. */
  readonly keys?: TextForm;
  /** Of a list or a map: the least and the most. */
  readonly length?: readonly [least: number, most: number];
  /** Items of a list may be alike, though the schema has keys for them. */
  readonly repeats?: boolean;
}

/** By the definition's name without what all have in common: `core.v1.Container`. */
export type Knowledge = Readonly<Record<string, Known>>;

export const never: KnownField = { chance: 0 };
export const always: KnownField = { chance: 1 };

/** Hardly ever there where policies do not read it. */
export function seldom(form?: Form, rest: KnownField = {}): KnownField {
  return { chance: 0.002, ...(form === undefined ? {} : { form }), ...rest };
}

/** There whatever policies read. */
export function must(form: Form, rest: KnownField = {}): KnownField {
  return { chance: 1, form, ...rest };
}

/** Of this form, where it is there. */
export function may(form: Form, rest: KnownField = {}): KnownField {
  return { form, ...rest };
}

/** A list that is always there, with one item at least. */
export function some(most: number, form?: Form): KnownField {
  return { chance: 1, length: [1, most], ...(form === undefined ? {} : { form }) };
}
