import { isEmpty, type Place, type Problem, placeText, type Report } from "../model/index.ts";
import { checksOf } from "./_checks.ts";
import { headline } from "./_headline.ts";
import { moved } from "./_moved.ts";
import { oneLine } from "./_one-line.ts";
import { type Shown, shown } from "./_shown.ts";
import type { FormatOptions } from "./pretty.ts";

/** Annotations on a pull request: GitHub's workflow commands, one line each, and the counts as a notice. */
export function github(report: Report, { folder }: FormatOptions): string {
  const commands = [
    ...report.findings.map((finding) => findingCommand(moved(shown(finding), folder))),
    ...report.problems.map((problem) => problemCommand(moved(problem, folder))),
    ...(report.interrupted === true
      ? [command("error", { title: "Assay" }, "The run was interrupted: this is what was found so far.")]
      : []),
    ...(isEmpty(report) ? [command("error", { title: "Assay" }, "Nothing was checked.")] : []),
    command("notice", { title: "Assay" }, headline(report, checksOf(report))),
  ];
  return `${commands.join("\n")}\n`;
}

// --- internal ---

type Properties = Readonly<Record<string, string | number>>;

function findingCommand({ level, control, name, engine, sentence, facts, blocks, place }: Shown): string {
  const about = engine === undefined || engine === name ? "" : ` [${engine}]`;
  const message = [
    sentence,
    ...facts.map(([label, text]) => `${label}: ${text}`),
    ...blocks.map(({ label, text, before }) => `${label}:\n${before === undefined ? text : `${before}\n---\n${text}`}`),
    ...(place === undefined ? [] : [`at ${placeText(place)}`]),
  ].join("\n");
  return command(level, { ...position(place), title: `${control}: ${oneLine(name)}${about}` }, message);
}

function problemCommand({ code, message, hint, place }: Problem): string {
  const words = hint === undefined ? message : `${message}\n${hint}`;
  return command("error", { ...position(place), title: `Assay: ${code}` }, words);
}

function position(place: Place | undefined): Properties {
  if (place === undefined) return {};
  const { path, line, column } = place;
  if (line === undefined) return { file: path };
  return { file: path, line, ...(column === undefined ? {} : { col: column }) };
}

function command(name: "error" | "warning" | "notice", properties: Properties, message: string): string {
  const given = Object.entries(properties).map(([key, value]) => `${key}=${escapedProperty(String(value))}`);
  return `::${name} ${given.join(",")}::${escapedData(message)}`;
}

/** A command ends with its line, and `%` begins an escape. */
function escapedData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

/** Of a property `:` and `,` are the ends, too. */
function escapedProperty(text: string): string {
  return escapedData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
