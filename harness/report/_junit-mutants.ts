import { type MutantOutcome, type Report, type SurvivedMutants, scoreOf } from "../model/index.ts";
import type { Element } from "./_xml.ts";

/** A test case for all mutants of each policy of a control, and for what survived of all controls together. */
export function mutantCases(control: string, { mutants = [], findings }: Report): readonly Element[] {
  const own = mutants.filter((mutant) => mutant.control === control);
  const survived = findings.filter(
    (finding): finding is SurvivedMutants => finding.kind === "survived-mutants" && finding.control === control,
  );
  const engines = new Set([...own, ...survived].map(({ engine }) => engine));
  return [...engines].map((engine) => {
    const attributes = { name: `mutants [${engine}]`, classname: control, time: "0.000" };
    const failures = survived.filter((finding) => finding.engine === engine).map(failure);
    const children = failures.length > 0 ? failures : [score(own.filter((mutant) => mutant.engine === engine))];
    return { name: "testcase", attributes, children };
  });
}

// --- internal ---

function failure({ kind, message }: SurvivedMutants): Element {
  return { name: "failure", attributes: { message, type: kind } };
}

function score(mutants: readonly MutantOutcome[]): Element {
  const { killed, survived } = scoreOf(mutants);
  return { name: "system-out", attributes: {}, text: `${killed} of ${killed + survived} mutants killed` };
}
