/**
 * The plainest `sprintf` calls, answered without leaving the thread: `%v`, `%s` and `%d` without flags, of strings,
 * booleans and integers. A property test holds it equal to OPA's own; everything else is OPA's own.
 *
 * @param format - the first operand as Rego term text
 * @param operands - the second operand as Rego term text
 * @returns the result as Rego term text, or `undefined` where the call is not one of the plainest
 */
export function plainSprintf(format: string, operands: string): string | undefined {
  const values = plainValues(operands);
  if (values === undefined || !format.startsWith('"')) return undefined;
  const [head, ...pieces] = (JSON.parse(format) as string).split("%");
  if (pieces.length !== values.length) return undefined;
  let text = head as string;
  for (const [index, piece] of pieces.entries()) {
    const word = plainWord(piece[0], values[index]);
    if (word === undefined) return undefined;
    text += word + piece.slice(1);
  }
  return JSON.stringify(text);
}

/** The values of an array that is written as JSON would write it: without sets, `1.0` or integers that a double would round. */
function plainValues(text: string): readonly unknown[] | undefined {
  try {
    const values: unknown = JSON.parse(text);
    if (!Array.isArray(values)) return undefined;
    return `[${values.map((value) => JSON.stringify(value)).join(", ")}]` === text ? values : undefined;
  } catch {
    return undefined;
  }
}

function plainWord(verb: string | undefined, value: unknown): string | undefined {
  switch (typeof value) {
    case "string":
    case "boolean":
      return verb === "v" || verb === "s" ? String(value) : undefined;
    case "number":
      return (verb === "v" || verb === "d") && Number.isSafeInteger(value) ? String(value) : undefined;
    default:
      return undefined;
  }
}
