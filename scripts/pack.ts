/**
 * `npm run pack:all`: what would be published, as tarballs in .assay/pack: `assay`, and one package of engines per platform, which `assay`
 * names as optional dependencies. They are added here and not in package.json, so that `npm ci` never asks for what is not published yet.
 */
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildEngine, choosePlatforms, engineNames, type Platform, requireGo, root } from "./engines/index.ts";

interface Manifest {
  readonly version: string;
  readonly license: string;
  readonly scripts: Readonly<Record<string, string>>;
}

const folder = join(root, ".assay", "pack");
const legal = ["LICENSE", "THIRD_PARTY_NOTICES"];
const { scripts: _, ...manifest } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;
const { values } = parseArgs({ options: { platform: { type: "string", multiple: true, default: ["all"] } } });
const chosen = choosePlatforms(values.platform);

rmSync(folder, { recursive: true, force: true });
for (const platform of chosen) packEngines(platform);
packHarness();

/** One platform's binaries; npm installs the package only where `os` and `cpu` fit. */
function packEngines(platform: Platform): void {
  const staging = join(folder, packageName(platform).replace("/", "-").slice(1));
  const goVersion = requireGo();
  const [os, cpu] = platform.name.split("-");
  mkdirSync(staging, { recursive: true });
  const binaries = engineNames().map((engine) => engine + platform.suffix);
  for (const engine of engineNames()) {
    const target = join(staging, engine + platform.suffix);
    cpSync(buildEngine({ engine, platform, goVersion, verify: false }).path, target);
    chmodSync(target, 0o755);
  }
  const description = `The engines of Assay for ${platform.name}.`;
  const { version, license } = manifest;
  pack(staging, {
    name: packageName(platform),
    version,
    description,
    license,
    os: [os],
    cpu: [cpu],
    files: [...binaries, ...legal],
  });
}

function packHarness(): void {
  const staging = join(folder, "assay");
  cpSync(join(root, "dist"), join(staging, "dist"), { recursive: true });
  cpSync(join(root, "README.md"), join(staging, "README.md"));
  const engines = chosen.map((platform) => [packageName(platform), manifest.version]);
  pack(staging, { ...manifest, optionalDependencies: Object.fromEntries(engines) });
}

function pack(staging: string, content: object): void {
  writeFileSync(join(staging, "package.json"), `${JSON.stringify(content, null, 2)}\n`);
  for (const file of legal) cpSync(join(root, file), join(staging, file));
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const { status } = spawnSync(npm, ["pack", "--silent", "--pack-destination", folder], {
    cwd: staging,
    stdio: "inherit",
  });
  if (status !== 0) throw new Error(`\`npm pack\` in ${staging} failed; see above.`);
}

function packageName(platform: Platform): string {
  return `@assay/engines-${platform.name}`;
}
