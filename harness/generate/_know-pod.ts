import {
  anyText,
  fileMode,
  id,
  ip,
  label,
  labelKey,
  labelValue,
  maxInt32,
  number,
  oneOf,
  quantity,
  seconds,
  someText,
  subdomain,
  text,
  values,
} from "./_form.ts";
import { always, type Knowledge, may, must, never, seldom, some } from "./_known.ts";

/** Pods, but for their containers and volumes. */
export const podKnowledge: Knowledge = {
  "core.v1.PodTemplateSpec": { fields: { metadata: { chance: 0.9 }, spec: always } },
  "core.v1.PodSpec": {
    fields: {
      activeDeadlineSeconds: may(seconds),
      containers: some(3),
      dnsPolicy: may(oneOf("ClusterFirst", "Default", "ClusterFirstWithHostNet")),
      ephemeralContainers: never,
      evictionResponders: never,
      hostname: may(label),
      hostnameOverride: seldom(label),
      initContainers: { chance: 0.2, length: [1, 2] },
      nodeName: may(subdomain),
      nodeSelector: may(labelValue, {
        keys: { ...labelKey, texts: ["kubernetes.io/os", "kubernetes.io/arch", "disk"] },
      }),
      os: { chance: 0.08 },
      overhead: seldom(quantity, { keys: oneOf("cpu", "memory") }),
      preemptionPolicy: may(oneOf("PreemptLowerPriority", "Never")),
      priority: seldom(number(-2_147_483_648, 1_000_000_000, 0, 1000)),
      priorityClassName: may({ ...subdomain, texts: ["high", "system-node-critical"] }),
      resourceClaims: may(label),
      resources: { chance: 0.01 },
      restartPolicy: { chance: 0.15, form: oneOf("Always", "OnFailure", "Never") },
      runtimeClassName: may({ ...subdomain, texts: ["kata", "gvisor"] }),
      schedulerName: may(subdomain),
      schedulingGroup: never,
      serviceAccount: may(subdomain),
      serviceAccountName: may({ ...subdomain, texts: ["default", "app", "builder"] }),
      setHostnameAsFQDN: {},
      subdomain: may(label),
      terminationGracePeriodSeconds: may(number(0, maxInt32, 0, 1, 30)),
      volumes: { chance: 0.15, length: [1, 2] },
    },
  },
  "core.v1.PodOS": { fields: { name: must(oneOf("linux", "windows")) } },
  "core.v1.PodSecurityContext": {
    fields: {
      fsGroup: may(id),
      fsGroupChangePolicy: may(oneOf("Always", "OnRootMismatch")),
      runAsGroup: may(id),
      runAsUser: may(id),
      seLinuxChangePolicy: may(oneOf("Recursive", "MountOption")),
      supplementalGroups: may(id),
      supplementalGroupsPolicy: may(oneOf("Merge", "Strict")),
    },
  },
  "core.v1.Sysctl": {
    fields: {
      name: must(
        text(
          /^[a-z0-9]([-_a-z0-9]*[a-z0-9])?([./][a-z0-9]([-_a-z0-9]*[a-z0-9])?)*$/,
          "kernel.shm_rmid_forced",
          "net.ipv4.tcp_syncookies",
          "net.ipv4.ip_unprivileged_port_start",
          "net.ipv4.tcp_keepalive_time",
          "net.core.somaxconn",
          "vm.swappiness",
          "kernel.msgmax",
          "net/ipv4/tcp_syncookies",
        ),
      ),
      value: must({ ...anyText, texts: ["0", "1", "1024", "a"] }),
    },
  },
  "core.v1.SELinuxOptions": {
    fields: {
      level: may({ ...anyText, texts: ["s0", "s0:c1,c2"] }),
      role: may({ ...anyText, texts: ["", "object_r"] }),
      type: may({ ...anyText, texts: ["", "container_t", "container_init_t", "container_kvm_t", "spc_t"] }),
      user: may({ ...anyText, texts: ["", "system_u"] }),
    },
  },
  "core.v1.SeccompProfile": {
    fields: { type: must(oneOf("RuntimeDefault", "Localhost", "Unconfined")), localhostProfile: never },
  },
  "core.v1.AppArmorProfile": {
    fields: { type: must(oneOf("RuntimeDefault", "Localhost", "Unconfined")), localhostProfile: never },
  },
  "core.v1.WindowsSecurityContextOptions": {
    fields: {
      gmsaCredentialSpec: may(someText),
      gmsaCredentialSpecName: may(subdomain),
      hostProcess: { chance: 0.5 },
      runAsUserName: may(
        oneOf("ContainerUser", "ContainerAdministrator", "NT AUTHORITY\\SYSTEM", "NT AUTHORITY\\Local service", "user"),
      ),
    },
  },
  "core.v1.PodDNSConfig": { fields: { nameservers: may(ip), searches: may(subdomain) } },
  "core.v1.PodDNSConfigOption": { fields: { name: must(oneOf("ndots", "edns0")), value: may(oneOf("1", "2")) } },
  "core.v1.HostAlias": { fields: { ip: must(ip), hostnames: may(subdomain) } },
  "core.v1.LocalObjectReference": { fields: { name: must(subdomain) } },
  "core.v1.PodResourceClaim": {
    union: ["resourceClaimName", "resourceClaimTemplateName"],
    fields: { name: must(label), resourceClaimName: may(subdomain), resourceClaimTemplateName: may(subdomain) },
  },
  "core.v1.ResourceRequirements": {
    fields: {
      claims: never,
      limits: may(quantity, { keys: oneOf("cpu", "memory", "ephemeral-storage") }),
      requests: may(quantity, { keys: oneOf("cpu", "memory", "ephemeral-storage") }),
    },
  },
  "core.v1.ObjectFieldSelector": {
    fields: {
      apiVersion: never,
      fieldPath: must(values("metadata.name", "metadata.namespace")),
    },
  },
  "core.v1.ResourceFieldSelector": {
    fields: { containerName: never, divisor: never, resource: must(oneOf("limits.cpu", "requests.memory")) },
  },
  "core.v1.KeyToPath": {
    fields: { key: must(label), path: must(text(/^[a-z]{1,10}$/, "a", "a/b")), mode: may(fileMode), user: never },
  },
};
