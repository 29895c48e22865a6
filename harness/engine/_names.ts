/** Gives handles that nothing else in this harness has: `world1`, `world2`, … */
export type Names = (kind: string) => string;

export function handleNames(): Names {
  let last = 0;
  return (kind) => {
    last += 1;
    return `${kind}${last}`;
  };
}
