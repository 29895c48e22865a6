import {
  anyText,
  cidr,
  ip,
  label,
  labelKey,
  labelValue,
  number,
  oneOf,
  port,
  portOrName,
  seconds,
  subdomain,
  text,
  values,
} from "./_form.ts";
import { always, type Knowledge, may, must, never, seldom, some } from "./_known.ts";

const configKey = text(/^[-._a-zA-Z0-9]{1,100}$/, "a", "key", "token", "password");
const ingressHost = text(
  /^(\*\.)?[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?){0,4}$/,
  "a.example.com",
  "*.example.com",
);

/** Kinds of the core group that make no Pods, and what every object has. */
export const coreKnowledge: Knowledge = {
  "meta.v1.ObjectMeta": {
    fields: {
      annotations: { chance: 0.06, form: anyText, keys: { ...labelKey, texts: ["example.com/note", "note"] } },
      creationTimestamp: never,
      deletionGracePeriodSeconds: never,
      deletionTimestamp: never,
      finalizers: { chance: 0.01, form: oneOf("example.com/finalizer"), length: [1, 1] },
      generateName: seldom(oneOf("a-", "app-")),
      generation: never,
      labels: { chance: 0.12, form: labelValue, keys: labelKey },
      managedFields: never,
      name: must(subdomain),
      namespace: { chance: 0.15, form: { ...label, texts: ["default", "team-a", "kube-system"] } },
      ownerReferences: { chance: 0.01, length: [1, 1] },
      resourceVersion: never,
      selfLink: never,
      uid: never,
    },
  },
  "meta.v1.OwnerReference": {
    fields: {
      apiVersion: must(oneOf("apps/v1")),
      blockOwnerDeletion: {},
      controller: {},
      kind: must(oneOf("ReplicaSet", "DaemonSet")),
      name: must(subdomain),
      uid: must(oneOf("00000000-0000-0000-0000-000000000001")),
    },
  },
  "core.v1.NamespaceSpec": { fields: { finalizers: { chance: 0.3, form: oneOf("kubernetes"), length: [1, 1] } } },
  "core.v1.ServiceSpec": {
    fields: {
      clusterIP: may(oneOf("None", "")),
      clusterIPs: never,
      externalIPs: may(oneOf("192.0.2.1", "203.0.113.7")),
      externalName: may(oneOf("example.com", "internal.example.com")),
      externalTrafficPolicy: may(oneOf("Cluster", "Local")),
      healthCheckNodePort: never,
      internalTrafficPolicy: may(oneOf("Cluster", "Local")),
      ipFamilies: never,
      ipFamilyPolicy: may(oneOf("SingleStack", "PreferDualStack")),
      loadBalancerClass: may(labelKey),
      loadBalancerIP: may(ip),
      loadBalancerSourceRanges: may(cidr),
      ports: some(2),
      selector: { chance: 0.6, form: labelValue, keys: labelKey },
      sessionAffinity: may(oneOf("ClientIP", "None")),
      sessionAffinityConfig: seldom(),
      trafficDistribution: may(oneOf("PreferClose")),
      type: { chance: 0.5, form: oneOf("ClusterIP", "NodePort", "LoadBalancer", "ExternalName") },
    },
  },
  "core.v1.ClientIPConfig": { fields: { timeoutSeconds: must(number(1, 86_400, 60)) } },
  "core.v1.ServicePort": {
    fields: {
      appProtocol: may(labelKey),
      name: may(label),
      nodePort: may(number(30_000, 32_767)),
      port: must(port),
      protocol: may(oneOf("TCP", "UDP", "SCTP")),
      targetPort: may(portOrName),
    },
  },
  "core.v1.ServiceAccount": { fields: { automountServiceAccountToken: { chance: 0.2 } } },
  "core.v1.ObjectReference": {
    fields: {
      apiVersion: never,
      fieldPath: never,
      kind: may(oneOf("Secret")),
      name: must(subdomain),
      namespace: never,
      resourceVersion: never,
      uid: never,
    },
  },
  "core.v1.Secret": {
    fields: {
      data: {
        chance: 0.3,
        form: oneOf("YQ==", "", "c2VjcmV0"),
        keys: configKey,
      },
      stringData: { chance: 0.1, form: anyText, keys: configKey },
      type: {
        chance: 0.3,
        form: text(
          /^(?!kubernetes\.io\/(tls|ssh-auth|basic-auth|dockercfg|dockerconfigjson|service-account-token)$)[\s\S]{0,100}$/,
          "Opaque",
          "example.com/type",
          "kubernetes.io/service-account-token",
          "kubernetes.io/tls",
          "kubernetes.io/basic-auth",
        ),
      },
    },
  },
  "core.v1.ConfigMap": {
    fields: {
      binaryData: may(oneOf("YQ=="), { keys: configKey }),
      data: { chance: 0.5, form: anyText, keys: configKey },
    },
  },
  "core.v1.ResourceQuotaSpec": {
    fields: { hard: may(oneOf("1", "10"), { keys: oneOf("pods", "services") }), scopeSelector: never, scopes: never },
  },
  "core.v1.LimitRangeSpec": { fields: { limits: must(values([{ type: "Container", max: { cpu: "1" } }])) } },
  "core.v1.NodeSpec": { fields: { configSource: never, podCIDR: never, podCIDRs: never } },
  "networking.v1.NetworkPolicySpec": {
    fields: {
      podSelector: { chance: 0.8 },
      policyTypes: may(oneOf("Ingress", "Egress")),
      ingress: { chance: 0.4 },
      egress: { chance: 0.3 },
    },
  },
  "networking.v1.NetworkPolicyIngressRule": { fields: { from: { chance: 0.5 }, ports: { chance: 0.5 } } },
  "networking.v1.NetworkPolicyEgressRule": { fields: { to: { chance: 0.5 }, ports: { chance: 0.5 } } },
  "networking.v1.NetworkPolicyPort": {
    fields: { endPort: may(port), port: { chance: 0.8, form: portOrName }, protocol: may(oneOf("TCP", "UDP", "SCTP")) },
  },
  "networking.v1.NetworkPolicyPeer": { union: ["ipBlock", "namespaceSelector", "podSelector"] },
  "networking.v1.IPBlock": { fields: { cidr: must(cidr), except: may(oneOf("10.1.0.0/16")) } },
  "networking.v1.IngressSpec": {
    fields: {
      defaultBackend: { chance: 0.5 },
      ingressClassName: may(subdomain),
      rules: { chance: 0.5 },
      tls: { chance: 0.2 },
    },
  },
  "networking.v1.IngressRule": {
    fields: { host: may(ingressHost), http: { chance: 0.8 } },
  },
  "networking.v1.HTTPIngressRuleValue": { fields: { paths: some(1) } },
  "networking.v1.HTTPIngressPath": {
    fields: { path: must(oneOf("/", "/a")), pathType: must(oneOf("Prefix", "Exact")) },
  },
  "networking.v1.IngressBackend": { union: ["service"], fields: { resource: never } },
  "networking.v1.IngressServiceBackend": { fields: { name: must(label), port: always } },
  "networking.v1.ServiceBackendPort": { union: ["number"], fields: { name: never, number: may(port) } },
  "networking.v1.IngressTLS": { fields: { hosts: may(subdomain), secretName: may(subdomain) } },
  "storage.v1.CSIDriverSpec": {
    fields: {
      fsGroupPolicy: may(oneOf("ReadWriteOnceWithFSType", "File", "None")),
      nodeAllocatableUpdatePeriodSeconds: may(number(10, 3600)),
      serviceAccountTokenInSecrets: seldom(),
      volumeLifecycleModes: may(oneOf("Persistent", "Ephemeral")),
    },
  },
  "storage.v1.TokenRequest": {
    fields: {
      audience: must({ ...anyText, texts: ["vault", "api", ""] }),
      expirationSeconds: may({ ...seconds, numbers: [600, 601, 3600], least: 600 }),
    },
  },
  "storage.v1.StorageClass": { fields: { provisioner: must(oneOf("csi.example.com")), allowedTopologies: never } },
};
