/** Whether standard output should be coloured: FORCE_COLOR and NO_COLOR decide, else whether it is a terminal. */
export function wantsColor(): boolean {
  const { FORCE_COLOR: force, NO_COLOR: never, TERM: terminal } = process.env;
  if (never !== undefined && never !== "") return false;
  if (force !== undefined && force !== "") return force !== "0" && force !== "false";
  return process.stdout.isTTY === true && terminal !== "dumb";
}
