/** JSON compared as OPA compares: numbers by their decimal value, whatever their size; objects whatever the order of their keys. */

/** What a number counts as: its exact decimal value, or the double that a reader in JavaScript makes of it. */
export type Numbers = "decimal" | "double";

interface Reviver {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
  ): unknown;
  rawJSON(text: string): unknown;
}

const json = JSON as unknown as Reviver;

/** Reads JSON so that `JSON.stringify` writes each number with the digits that it came with. */
export function readExact(text: string): unknown {
  return json.parse(text, (_key, value, { source }) =>
    typeof value === "number" && source !== undefined && String(value) !== source ? json.rawJSON(source) : value,
  );
}

/** One text for all JSON texts of equal value. `unordered`: arrays are equal whatever the order of their members. */
export function canonical(text: string, numbers: Numbers, unordered: boolean): string {
  const marked = json.parse(text, (_key, value, { source }) => {
    if (typeof value === "string") return `"${value}`;
    if (typeof value !== "number") return value;
    return numbers === "double" ? `double ${value}` : decimal(source as string);
  });
  return write(marked, unordered);
}

function write(value: unknown, unordered: boolean): string {
  if (Array.isArray(value)) {
    const members = value.map((member) => write(member, unordered));
    return `[${(unordered ? members.sort() : members).join(",")}]`;
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}:${write(member, unordered)}`);
  return `{${entries.sort().join(",")}}`;
}

function decimal(source: string): string {
  const [, sign, whole, fraction = "", power = "0"] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(source) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  const kept = digits.replace(/0+$/, "");
  if (kept === "") return "0";
  return `${sign}${kept}e${Number(power) - fraction.length + digits.length - kept.length}`;
}
