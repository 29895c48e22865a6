import { readdirSync } from "node:fs";
import { join } from "node:path";
import { enginesFolder, goEnvironment, goModules } from "../engines/index.ts";
import { type Counts, oneFailed, onePassed } from "./_counts.ts";
import type { Gate } from "./_gate.ts";
import { run } from "./_process.ts";

/** With the flag that the engines are built with, so that their compiled packages are used again: minutes of the API server's code. */
const sameAsBuilt: readonly string[] = ["-p", "2", "-trimpath"];

/** gofmt over all, then vet and the tests of each Go module. */
export function goGates(): readonly Gate[] {
  const modules = goModules().flatMap((name) => {
    const cwd = join(enginesFolder, name);
    const vet = async (): Promise<Counts> => {
      const { code } = await run("go", ["vet", ...sameAsBuilt, "./..."], { cwd, env: goEnvironment() });
      return code === 0 ? onePassed : oneFailed;
    };
    return [
      { name: `go vet ${name}`, run: vet },
      { name: `go test ${name}`, run: () => goTest(cwd) },
    ];
  });
  return [{ name: "gofmt", run: gofmt }, ...modules];
}

// --- internal ---

async function gofmt(): Promise<Counts> {
  const files = readdirSync(enginesFolder, { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".go"),
  );
  if (files.length === 0) throw new Error("there is no Go file under engines/");
  const { code, output } = await run("gofmt", ["-l", "."], { cwd: enginesFolder, env: goEnvironment() });
  if (output !== "") console.log("These files are not as gofmt writes them. Run `gofmt -w engines`.");
  return code === 0 && output === "" ? onePassed : oneFailed;
}

interface TestEvent {
  readonly Action: string;
  readonly Package?: string;
  readonly Test?: string;
  readonly Output?: string;
}

/** Counts the tests that hold no other test; a package that fails outside its tests counts as one failure. */
async function goTest(cwd: string): Promise<Counts> {
  const args = ["test", ...sameAsBuilt, "-vet=off", "-json", "./..."];
  const { code, output } = await run("go", args, { cwd, env: goEnvironment(), quiet: true });
  const events = output.split("\n").flatMap(readEvent);
  const named = events.filter((event) => event.Test !== undefined);
  const ends = named.filter((event) => ["pass", "fail", "skip"].includes(event.Action));
  const leaves = ends.filter((end) => !ends.some((other) => isInside(other, end)));
  const count = (action: string): number => leaves.filter((end) => end.Action === action).length;
  const failed = count("fail");
  if (code !== 0) console.log(failureText(events, output));
  return { passed: count("pass"), failed: code !== 0 && failed === 0 ? 1 : failed, skipped: count("skip") };
}

function isInside(inner: TestEvent, outer: TestEvent): boolean {
  return inner.Package === outer.Package && inner.Test?.startsWith(`${outer.Test}/`) === true;
}

function readEvent(line: string): readonly TestEvent[] {
  return line.startsWith("{") ? [JSON.parse(line) as TestEvent] : [];
}

/** What the failed tests printed; everything where no test failed (the build did). */
function failureText(events: readonly TestEvent[], output: string): string {
  const failed = events.filter((event) => event.Action === "fail");
  const isFailed = (event: TestEvent): boolean =>
    failed.some((end) => end.Package === event.Package && end.Test === event.Test);
  const plain = output.split("\n").filter((line) => line !== "" && !line.startsWith("{"));
  const printed = events.filter(
    (event) => event.Output !== undefined && (isFailed(event) || event.Action === "build-output"),
  );
  return [...plain, printed.map((event) => event.Output).join("")].join("\n");
}
