import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A peer that is a Go module, at the version that is measured. */
export interface Peer {
  readonly name: string;
  readonly module: string;
  readonly version: string;
  readonly package: string;
  /** Modules that its own go.mod replaces; Go leaves that to whoever builds. */
  readonly replace?: Readonly<Record<string, string>>;
}

export const gator: Peer = {
  name: "gator",
  module: "github.com/open-policy-agent/gatekeeper/v3",
  version: "v3.23.1",
  package: "github.com/open-policy-agent/gatekeeper/v3/cmd/gator",
};

export const opa: Peer = {
  name: "opa",
  module: "github.com/open-policy-agent/opa",
  version: "v1.22.2",
  package: "github.com/open-policy-agent/opa",
};

export const kyverno: Peer = {
  name: "kyverno",
  module: "github.com/kyverno/kyverno",
  version: "v1.19.0",
  package: "github.com/kyverno/kyverno/cmd/cli/kubectl-kyverno",
  replace: {
    "k8s.io/pod-security-admission": "github.com/kyverno/pod-security-admission v0.0.0-20251031094455-46f20778634f",
  },
};

/** Builds a peer from its module, once; the program stays in `folder`. */
export function buildPeer(peer: Peer, folder: string): string {
  const program = join(folder, `${peer.name}-${peer.version}`);
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  const scratch = mkdtempSync(join(tmpdir(), "assay-peer-"));
  try {
    const replaces = Object.entries(peer.replace ?? {}).map(([module, by]) => `replace ${module} => ${by}\n`);
    writeFileSync(
      join(scratch, "go.mod"),
      `module peer\n\nrequire ${peer.module} ${peer.version}\n${replaces.join("")}`,
    );
    writeFileSync(join(scratch, "peer.go"), `//go:build peer\n\npackage peer\n\nimport _ "${peer.package}"\n`);
    const built = join(scratch, peer.name);
    go(scratch, ["mod", "tidy", "-e"]);
    go(scratch, ["build", "-trimpath", "-ldflags=-s -w", "-o", built, peer.package]);
    renameSync(built, program);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return program;
}

/** Where a peer's module lies once it is built: its tests are among its files. */
export function moduleFolder({ module, version }: Peer): string {
  const { stdout } = go(tmpdir(), ["mod", "download", "-json", `${module}@${version}`]);
  const { Dir } = JSON.parse(stdout) as { readonly Dir: string };
  return Dir;
}

// --- internal ---

function go(folder: string, args: readonly string[]): { readonly stdout: string } {
  const env = { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-mod=mod", GOWORK: "off", GOTOOLCHAIN: "local" };
  const { status, stdout, stderr, error } = spawnSync("go", args, { cwd: folder, env, encoding: "utf8" });
  if (status !== 0) throw new Error(`\`go ${args.join(" ")}\` failed: ${error?.message ?? stderr}`);
  return { stdout };
}
