import picocolors from "picocolors";

export type Colors = ReturnType<typeof picocolors.createColors>;

/** ANSI colours, or none. */
export function colorsFor(color: boolean): Colors {
  return picocolors.createColors(color);
}
