/** Releases of Kubernetes, both ends included. Without an end it goes on. */
export interface ReleaseRange {
  readonly from?: string;
  readonly to?: string;
}

/** A range as users write it: `1.25..`, `..1.28`, `1.25..1.28`; `undefined` for what is none. */
export function rangeOf(text: string): ReleaseRange | undefined {
  const [, from = "", to = ""] = /^(1\.\d{1,3})?\.\.(1\.\d{1,3})?$/.exec(text) ?? [];
  if (from === "" && to === "") return undefined;
  return { ...(from === "" ? {} : { from }), ...(to === "" ? {} : { to }) };
}

/** Whether a release is one of a range. */
export function isWithin(release: string, { from, to }: ReleaseRange): boolean {
  const minor = minorOf(release);
  return (from === undefined || minor >= minorOf(from)) && (to === undefined || minor <= minorOf(to));
}

/** Whether one release came before another. */
export function isBefore(one: string, other: string): boolean {
  return minorOf(one) < minorOf(other);
}

/** A range in words. */
export function rangeText({ from, to }: ReleaseRange): string {
  if (from === undefined) return `up to ${to}`;
  return to === undefined ? `from ${from} on` : `${from} to ${to}`;
}

// --- internal ---

function minorOf(release: string): number {
  return Number(/^v?1\.(\d+)$/.exec(release)?.[1]);
}
