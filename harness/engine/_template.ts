/**
 * What a template string interpolates, where that is a string: answered without leaving the thread. A test holds it equal to OPA's
 * own; everything else is OPA's own.
 *
 * @param parts - the operand of `internal.template_string` as Rego term text: a set of one value in an array
 * @returns the result as Rego term text, or `undefined` where the value is not a string
 */
export function plainTemplate(parts: string): string | undefined {
  return /^\[\{("(?:[^"\\]|\\.)*")\}\]$/.exec(parts)?.[1];
}
