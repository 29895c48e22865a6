import type { Expectation, Verdict, ViolationCount } from "../model/index.ts";

/** An expectation in one line. */
export function expectationText(expected: Expectation): string {
  return [
    `${expected.decision ?? "any verdict"}${expected.orSkip === true ? " or skip" : ""}`,
    ...(expected.violations ?? []).map(countText),
    ...listed("messages", expected.messages),
    ...(expected.warnings?.length === 0 ? ["no warnings"] : listed("warnings", expected.warnings)),
    ...listed(
      "audit",
      Object.entries(expected.audit ?? {}).map(([key, part]) => `${key}: ${part}`),
    ),
    ...(expected.code === undefined ? [] : [`code ${expected.code}`]),
    ...(expected.object === undefined ? [] : [`object ${JSON.stringify(expected.object)}`]),
  ].join("; ");
}

function countText({ count, matches }: ViolationCount): string {
  const like = matches === undefined ? "" : ` that match ${quoted(matches)}`;
  return `${count === undefined ? "some" : count} violations${like}`;
}

/** A verdict in one line: the decision and everything that was said with it. */
export function verdictText(got: Verdict): string {
  return [
    got.decision,
    ...listed(
      "messages",
      got.violations.map(({ message, policy }) => `${message} (${policy})`),
    ),
    ...(got.skipped === undefined ? [] : [`because ${got.skipped}`]),
    ...listed(
      "errors",
      got.errors?.map(
        ({ message, code, policy }) => `${message} (${policy === undefined ? code : `${code} in ${policy}`})`,
      ),
    ),
    ...listed("warnings", got.warnings),
    ...listed(
      "audit",
      Object.entries(got.audit).map(([key, value]) => `${key}: ${value}`),
    ),
    ...(got.response?.code === undefined ? [] : [`code ${got.response.code}`]),
  ].join("; ");
}

function listed(name: string, values: readonly string[] | undefined): readonly string[] {
  return values === undefined || values.length === 0 ? [] : [`${name}: ${values.map(quoted).join(", ")}`];
}

/** Words of an engine or a user; backticks inside do not end the quotation. */
function quoted(words: string): string {
  return words.includes("`") ? `"${words}"` : `\`${words}\``;
}
