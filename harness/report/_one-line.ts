import { visible } from "./_visible.ts";

/** Text of users or engines in one line, in which nothing steers a terminal. */
export function oneLine(text: string): string {
  return visible(
    text
      .split(/[\n\r\u2028\u2029]+/)
      .map((line) => line.trim())
      .filter((line) => line !== "")
      .join(" "),
  );
}
