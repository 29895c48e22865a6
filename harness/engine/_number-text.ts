const stringOrZeros = /"(?:[^"\\]|\\.)*"|-?\d+\.\d*0(?![\d.eE])/g;
const largest32 = 2_147_483_647;

/**
 * Writes what OPA's WASM has computed as topdown writes it: WASM's decimal arithmetic leaves zeros behind the point (`3221225472.0`), and
 * OPA's builtins take such a number for no integer. A small `1.0` stays: WASM computes integers of 32 bits as such, so that
 * one is as the policy or the input has it.
 *
 * @param term - Rego term text
 */
export function topdownNumbers(term: string): string {
  return term.replace(stringOrZeros, (text) => (text.startsWith('"') ? text : withoutZeros(text)));
}

function withoutZeros(number: string): string {
  const short = number.replace(/\.?0+$/, "");
  return !short.includes(".") && Math.abs(Number(short)) <= largest32 ? number : short;
}
