import type { Place } from "../model/index.ts";

/** The same with its place as it is seen from outside of the project's root; a folder is given as `a/b`, or not at all. */
export function moved<T extends { readonly place?: Place }>(one: T, folder: string | undefined): T {
  const { place } = one;
  if (place === undefined || folder === undefined || place.path.startsWith("/")) return one;
  return { ...one, place: { ...place, path: `${folder}/${place.path}` } };
}
