import { type SourcePage, sourcePages } from "../.vitepress/sources.ts";

/** One page for each control of the pack. */
export default { paths: (): SourcePage[] => sourcePages() };
