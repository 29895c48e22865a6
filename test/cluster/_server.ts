import { generateKeyPairSync, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Child, startChild } from "./_child.ts";
import { type Client, openClient } from "./_http.ts";
import { freePorts } from "./_ports.ts";
import type { Programs } from "./_programs.ts";

/** What one API server of a control plane is started with. */
export interface ServerSettings {
  readonly name: string;
  /** Admission plugins that do not run. */
  readonly disabled: readonly string[];
  /** PodSecurityConfiguration, where the plugin is to have one. */
  readonly podSecurity?: object;
  /** An older release that the server emulates. */
  readonly emulated?: string;
}

/** A kube-apiserver that answers. */
export interface Server {
  readonly name: string;
  readonly client: Client;
  /** Its audit log, one event a line. */
  readonly auditLog: string;
  /** A kubeconfig whose contexts are `token`, and `plugin`, which gets the token from a plugin. */
  readonly kubeconfig: string;
  /** Paths of its certificate, which is its own authority, and of the key. */
  readonly certificate: { readonly crt: string; readonly key: string };
}

/** API servers over one etcd, each with data of its own. */
export interface ControlPlane {
  readonly servers: readonly Server[];
  /** Rejects when a program ends by itself. */
  readonly ended: Promise<never>;
  stop(): Promise<void>;
}

const readyLimitMs = 120_000;
const pollMs = 50;

/** Starts etcd and an API server for each of the settings. Throws with a program's last words where one does not start. */
export async function startControlPlane(
  programs: Programs,
  settings: readonly ServerSettings[],
): Promise<ControlPlane> {
  const folder = mkdtempSync(join(tmpdir(), "assay-cluster-"));
  const children: Child[] = [];
  const clients: Client[] = [];
  const stop = async (): Promise<void> => {
    for (const client of clients) client.close();
    await Promise.all(children.map((child) => child.stop()));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const [etcdPort = 0, peerPort = 0, ...ports] = await freePorts(settings.length + 2);
    children.push(startEtcd(programs.etcd, { folder, port: etcdPort, peerPort }));
    const started = settings.map((one, index) =>
      startApiServer(programs.apiserver, one, { folder, etcdPort, port: ports[index] ?? 0 }),
    );
    children.push(...started.map(({ child }) => child));
    const ended = Promise.race(children.map((child) => child.ended));
    ended.catch(() => {});
    const servers = await Promise.race([ended, Promise.all(started.map(({ ready }) => ready))]);
    clients.push(...servers.map(({ client }) => client));
    return { servers, ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

// --- internal ---

function startEtcd(
  file: string,
  { folder, port, peerPort }: { folder: string; port: number; peerPort: number },
): Child {
  const url = `http://127.0.0.1:${port}`;
  const peer = `http://127.0.0.1:${peerPort}`;
  const flags = {
    "data-dir": join(folder, "etcd"),
    "listen-client-urls": url,
    "advertise-client-urls": url,
    "listen-peer-urls": peer,
    "initial-advertise-peer-urls": peer,
    "initial-cluster": `default=${peer}`,
    "unsafe-no-fsync": "true",
    "log-level": "error",
  };
  return startChild({ file, arguments: commandLine(flags), log: join(folder, "etcd.log"), folder });
}

interface Place {
  readonly folder: string;
  readonly etcdPort: number;
  readonly port: number;
}

function startApiServer(
  file: string,
  settings: ServerSettings,
  { folder, etcdPort, port }: Place,
): { readonly child: Child; readonly ready: Promise<Server> } {
  const own = join(folder, settings.name);
  mkdirSync(own);
  const token = randomUUID();
  const files = writeFiles(own, settings, token);
  const flags = {
    "etcd-servers": `http://127.0.0.1:${etcdPort}`,
    "etcd-prefix": `/${settings.name}`,
    "bind-address": "127.0.0.1",
    "advertise-address": "127.0.0.1",
    "secure-port": String(port),
    "cert-dir": own,
    "token-auth-file": files.tokens,
    "authorization-mode": "RBAC",
    "service-account-issuer": "https://kubernetes.default.svc",
    "service-account-key-file": files.key,
    "service-account-signing-key-file": files.key,
    "service-cluster-ip-range": "10.0.0.0/24",
    "endpoint-reconciler-type": "none",
    "allow-privileged": "true",
    "disable-admission-plugins": settings.disabled.join(","),
    "admission-control-config-file": files.admission,
    "audit-policy-file": files.auditPolicy,
    "audit-log-path": files.auditLog,
    "audit-log-mode": "blocking-strict",
    "enable-priority-and-fairness": "false",
    "max-requests-inflight": "0",
    "max-mutating-requests-inflight": "0",
    ...(settings.emulated === undefined ? {} : { "emulated-version": settings.emulated }),
  };
  const child = startChild({ file, arguments: commandLine(flags), log: join(folder, `${settings.name}.log`), folder });
  return { child, ready: untilReady({ name: settings.name, own, port, token, auditLog: files.auditLog }) };
}

function writeFiles(
  own: string,
  { podSecurity }: ServerSettings,
  token: string,
): Readonly<Record<"tokens" | "key" | "admission" | "auditPolicy" | "auditLog", string>> {
  const write = (name: string, text: string): string => {
    const path = join(own, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  const plugins = podSecurity === undefined ? [] : [{ name: "PodSecurity", configuration: podSecurity }];
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return {
    tokens: write("tokens.csv", `${token},admin,1,"system:masters"\n`),
    key: write("service-account.key", privateKey.export({ type: "pkcs8", format: "pem" }).toString()),
    admission: write(
      "admission.json",
      JSON.stringify({ apiVersion: "apiserver.config.k8s.io/v1", kind: "AdmissionConfiguration", plugins }),
    ),
    auditPolicy: write(
      "audit.json",
      JSON.stringify({
        apiVersion: "audit.k8s.io/v1",
        kind: "Policy",
        omitStages: ["RequestReceived"],
        rules: [{ level: "Metadata" }],
      }),
    ),
    auditLog: join(own, "audit.log"),
  };
}

interface Starting {
  readonly name: string;
  readonly own: string;
  readonly port: number;
  readonly token: string;
  readonly auditLog: string;
}

async function untilReady({ name, own, port, token, auditLog }: Starting): Promise<Server> {
  const certificate = join(own, "apiserver.crt");
  const kubeconfig = join(own, "kubeconfig");
  const deadline = performance.now() + readyLimitMs;
  let client: Client | undefined;
  while (performance.now() < deadline) {
    const ca = client === undefined ? certificateIn(certificate) : undefined;
    if (ca !== undefined) {
      client = openClient({ port, token, ca });
      writeFileSync(kubeconfig, kubeconfigText({ port, token, ca }), { mode: 0o600 });
    }
    if (client !== undefined && (await isReady(client)))
      return { name, client, auditLog, kubeconfig, certificate: { crt: certificate, key: join(own, "apiserver.key") } };
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  throw new Error(`API server \`${name}\` was not ready within ${readyLimitMs} ms`);
}

/** The server makes its certificate when it starts; a file that is not written to its end would never verify it. */
function certificateIn(file: string): string | undefined {
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  return text.trimEnd().endsWith("-----END CERTIFICATE-----") ? text : undefined;
}

function kubeconfigText({ port, token, ca }: { port: number; token: string; ca: string }): string {
  const cluster = {
    server: `https://127.0.0.1:${port}`,
    "certificate-authority-data": Buffer.from(ca).toString("base64"),
  };
  const apiVersion = "client.authentication.k8s.io/v1";
  const credential = { apiVersion, kind: "ExecCredential", status: { token } };
  const print = `JSON.stringify(${JSON.stringify(credential)})`;
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "server", cluster }],
    users: [
      { name: "token", user: { token } },
      {
        name: "plugin",
        user: { exec: { apiVersion, command: process.execPath, args: ["-p", print], interactiveMode: "Never" } },
      },
    ],
    contexts: ["token", "plugin"].map((user) => ({ name: user, context: { cluster: "server", user } })),
    "current-context": "token",
  });
}

async function isReady(client: Client): Promise<boolean> {
  try {
    const { code } = await client.call({ method: "GET", path: "/readyz" });
    return code === 200;
  } catch {
    return false; // it does not listen yet
  }
}

function commandLine(flags: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(flags).map(([name, value]) => `--${name}=${value}`);
}
