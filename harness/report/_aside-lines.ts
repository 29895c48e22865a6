import type { Report } from "../model/index.ts";
import type { Colors } from "./_colors.ts";
import { visible } from "./_visible.ts";

/** Why a cluster was not asked cases, each reason once; nothing where it was asked all. */
export function asideLines({ command, outcomes }: Report, colors: Colors): readonly string[] {
  if (command === "assay gate") return [];
  const aside = outcomes.filter(({ engine, status }) => engine === "cluster" && status === "skipped");
  if (aside.length === 0) return [];
  const reasons = [...Map.groupBy(aside, ({ reason = "" }) => reason)].sort(([, a], [, b]) => b.length - a.length);
  const lines = reasons.map(
    ([reason, { length }]) => `  ${length} ${length === 1 ? "case" : "cases"}: ${visible(reason)}`,
  );
  return [colors.bold("Skipped on the cluster"), ...lines];
}
