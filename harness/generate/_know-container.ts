import {
  absolutePath,
  anyText,
  id,
  image,
  label,
  maxInt32,
  number,
  oneOf,
  port,
  portName,
  portOrName,
  relativePath,
  seconds,
  someText,
  subdomain,
  text,
} from "./_form.ts";
import { type Knowledge, type Known, may, must, never, seldom, some } from "./_known.ts";

const containerName = { ...label, texts: ["app", "web", "init", "sidecar", "debug", "a"] };

const container: Known = {
  fields: {
    args: { chance: 0.02, form: someText },
    command: { chance: 0.02, form: { ...someText, texts: ["sh", "-c", "sleep 1"] } },
    env: { chance: 0.04, repeats: true },
    image: must(image),
    imagePullPolicy: may(oneOf("Always", "IfNotPresent", "Never")),
    name: must(containerName),
    ports: { chance: 0.08, length: [1, 2] },
    resizePolicy: seldom(undefined, { length: [1, 1] }),
    resources: { chance: 0.06 },
    restartPolicy: { chance: 0.08, form: oneOf("Always") },
    restartPolicyRules: never,
    securityContext: { chance: 0.12 },
    terminationMessagePath: may(absolutePath),
    terminationMessagePolicy: may(oneOf("File", "FallbackToLogsOnError")),
    volumeDevices: seldom(undefined, { length: [1, 1] }),
    volumeMounts: { chance: 0.1, length: [1, 2] },
    workingDir: may(absolutePath),
  },
};

const handler = ["exec", "httpGet", "tcpSocket"];

/** Containers and everything in them. */
export const containerKnowledge: Knowledge = {
  "core.v1.Container": container,
  "core.v1.EphemeralContainer": {
    fields: {
      ...container.fields,
      lifecycle: never,
      livenessProbe: never,
      ports: never,
      readinessProbe: never,
      resources: never,
      restartPolicy: never,
      startupProbe: never,
      targetContainerName: seldom(containerName),
    },
  },
  "core.v1.SecurityContext": {
    fields: {
      procMount: may(oneOf("Default", "Unmasked")),
      runAsGroup: may(id),
      runAsUser: may(id),
    },
  },
  "core.v1.ContainerResizePolicy": {
    fields: {
      resourceName: must(oneOf("cpu", "memory")),
      restartPolicy: must(oneOf("NotRequired", "RestartContainer")),
    },
  },
  "core.v1.VolumeDevice": { fields: { devicePath: must(oneOf("/dev/a", "/dev/xvda")), name: must(label) } },
  "core.v1.Capabilities": { fields: { add: may(capability()), drop: may(capability("ALL")) } },
  "core.v1.ContainerPort": {
    fields: {
      containerPort: must(port),
      hostIP: may(oneOf("127.0.0.1", "0.0.0.0", "10.0.0.1", "")),
      hostPort: { chance: 0.1, form: { ...port, numbers: [0, ...port.numbers], least: 0 } },
      name: may(portName),
      protocol: may(oneOf("TCP", "UDP", "SCTP")),
    },
  },
  "core.v1.EnvVar": {
    fields: {
      name: must(text(/^[A-Za-z_][A-Za-z0-9_]{0,60}$/, "A", "PATH", "TOKEN")),
      value: { chance: 0.7, form: anyText },
    },
  },
  "core.v1.EnvVarSource": {
    union: ["configMapKeyRef", "fieldRef", "resourceFieldRef", "secretKeyRef"],
    fields: { fileKeyRef: never },
  },
  "core.v1.EnvFromSource": { union: ["configMapRef", "secretRef"], fields: { prefix: may(oneOf("A_", "")) } },
  "core.v1.ConfigMapKeySelector": { fields: { key: must(label), name: must(subdomain) } },
  "core.v1.SecretKeySelector": { fields: { key: must(label), name: must(subdomain) } },
  "core.v1.ConfigMapEnvSource": { fields: { name: must(subdomain) } },
  "core.v1.SecretEnvSource": { fields: { name: must(subdomain) } },
  "core.v1.Lifecycle": { fields: { stopSignal: never, postStart: { chance: 0.3 }, preStop: { chance: 0.6 } } },
  "core.v1.LifecycleHandler": { union: [...handler, "sleep"] },
  "core.v1.SleepAction": { fields: { seconds: must(number(1, 10, 1)) } },
  "core.v1.Probe": {
    union: [...handler, "grpc"],
    fields: {
      failureThreshold: may(number(0, maxInt32, 3)),
      initialDelaySeconds: may(number(0, maxInt32, 5)),
      periodSeconds: may(number(0, maxInt32, 10)),
      successThreshold: may(number(0, 1)),
      terminationGracePeriodSeconds: may(seconds),
      timeoutSeconds: may(number(0, maxInt32, 1)),
    },
  },
  "core.v1.ExecAction": { fields: { command: some(2, { ...someText, texts: ["true", "sh"] }) } },
  "core.v1.HTTPGetAction": {
    fields: {
      host: may({ ...anyText, texts: ["", "127.0.0.1", "localhost", "example.com", "10.0.0.1"] }),
      path: may(text(/^\/\S{0,100}$/, "/", "/healthz")),
      port: must(portOrName),
      protocol: never,
      scheme: may(oneOf("HTTP", "HTTPS")),
    },
  },
  "core.v1.HTTPHeader": { fields: { name: must(oneOf("X-Header", "Host")), value: must(anyText) } },
  "core.v1.TCPSocketAction": {
    fields: {
      host: may({ ...anyText, texts: ["", "127.0.0.1", "localhost", "example.com", "10.0.0.1"] }),
      port: must(portOrName),
    },
  },
  "core.v1.GRPCAction": { fields: { mode: never, port: must(port), service: may({ ...anyText, texts: ["", "a"] }) } },
  "core.v1.VolumeMount": {
    fields: {
      bindMountOptions: never,
      mountPath: must(absolutePath),
      mountPropagation: may(oneOf("None", "HostToContainer", "Bidirectional")),
      name: must(label),
      recursiveReadOnly: seldom(oneOf("Disabled", "IfPossible", "Enabled")),
      subPath: may(relativePath),
      subPathExpr: seldom(oneOf("a")),
    },
  },
};

// --- internal ---

function capability(...more: readonly string[]): ReturnType<typeof text> {
  return text(
    /^\S{0,60}$/,
    ...more,
    "ALL",
    "NET_BIND_SERVICE",
    "CHOWN",
    "NET_ADMIN",
    "SYS_ADMIN",
    "NET_RAW",
    "CAP_NET_BIND_SERVICE",
    "all",
  );
}
