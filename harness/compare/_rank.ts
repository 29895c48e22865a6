import type { Verdict } from "../model/index.ts";

/** How strict a verdict is: what nothing applied to is let pass as what is allowed. An error has no rank. */
export type Rank = "let pass" | "warned of" | "denied";

/** How strict verdicts are, beside each other: a warning counts where all of them tell what their policies warn of. */
export function ranksOf<const V extends readonly Verdict[]>(
  verdicts: V,
): { readonly [K in keyof V]: Rank | undefined } {
  const counting = verdicts.every(tellsAdvice);
  return verdicts.map((verdict) => rankOf(verdict, counting)) as { readonly [K in keyof V]: Rank | undefined };
}

/** Whether one rank is stricter than another. */
export function isStricter(one: Rank, other: Rank): boolean {
  return order.indexOf(one) > order.indexOf(other);
}

// --- internal ---

const order: readonly Rank[] = ["let pass", "warned of", "denied"];

function tellsAdvice({ decision, advice }: Verdict): boolean {
  return advice !== undefined || decision === "skip" || decision === "error";
}

function rankOf({ decision, advice = [] }: Verdict, counting: boolean): Rank | undefined {
  switch (decision) {
    case "error":
      return undefined;
    case "deny":
      return "denied";
    case "allow":
    case "skip":
      return counting && advice.length > 0 ? "warned of" : "let pass";
  }
}
