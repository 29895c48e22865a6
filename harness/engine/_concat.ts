/**
 * The plainest `concat` calls, answered without leaving the thread: of an array of strings. A property test holds it
 * equal to OPA's own; sets, whose order is OPA's to say, are OPA's own.
 *
 * @param separator - the first operand as Rego term text
 * @param operands - the second operand as Rego term text
 * @returns the result as Rego term text, or `undefined` where the call is not one of the plainest
 */
export function plainConcat(separator: string, operands: string): string | undefined {
  try {
    const texts: unknown = JSON.parse(operands);
    if (!Array.isArray(texts) || !texts.every((text) => typeof text === "string")) return undefined;
    return JSON.stringify(texts.join(JSON.parse(separator) as string));
  } catch {
    return undefined;
  }
}
