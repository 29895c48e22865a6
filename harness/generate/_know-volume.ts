import {
  absolutePath,
  anyText,
  fileMode,
  label,
  number,
  oneOf,
  quantity,
  relativePath,
  someText,
  subdomain,
  text,
} from "./_form.ts";
import { always, type Knowledge, may, must, never, some } from "./_known.ts";

const monitors = some(1, oneOf("10.0.0.1:6789"));
const modeAndItems = { defaultMode: may(fileMode), defaultUser: never, items: { chance: 0.05 } };

/** Volumes of Pods, and claims. */
export const volumeKnowledge: Knowledge = {
  "core.v1.Volume": {
    fields: { name: must({ ...label, texts: ["data", "config", "tmp", "a"] }) },
    union: [
      "emptyDir",
      "configMap",
      "secret",
      "hostPath",
      "persistentVolumeClaim",
      "projected",
      "downwardAPI",
      "csi",
      "ephemeral",
      "nfs",
      "image",
      "gitRepo",
      "iscsi",
      "awsElasticBlockStore",
      "azureDisk",
      "azureFile",
      "cephfs",
      "cinder",
      "fc",
      "flexVolume",
      "flocker",
      "gcePersistentDisk",
      "glusterfs",
      "photonPersistentDisk",
      "portworxVolume",
      "quobyte",
      "rbd",
      "scaleIO",
      "storageos",
      "vsphereVolume",
    ],
    orNone: true,
  },
  "core.v1.EmptyDirVolumeSource": {
    fields: { medium: may(oneOf("", "Memory")), mode: never, sizeLimit: may(quantity) },
  },
  "core.v1.ConfigMapVolumeSource": { fields: { name: must(subdomain), ...modeAndItems } },
  "core.v1.SecretVolumeSource": { fields: { secretName: must(subdomain), ...modeAndItems } },
  "core.v1.DownwardAPIVolumeSource": { fields: { defaultMode: may(fileMode), defaultUser: never } },
  "core.v1.DownwardAPIVolumeFile": {
    union: ["fieldRef"],
    fields: {
      path: must(text(/^[a-z]{1,9}$/, "a", "labels")),
      mode: may(fileMode),
      resourceFieldRef: never,
      user: never,
    },
  },
  "core.v1.HostPathVolumeSource": {
    fields: {
      path: must(
        text(/^(?!.*\.\.)\/[^:]{0,100}$/, "/", "/data", "/var/run/docker.sock", "/etc", "/var/lib/kubelet", "/tmp/"),
      ),
      type: may(oneOf("", "Directory", "DirectoryOrCreate", "File", "Socket")),
    },
  },
  "core.v1.PersistentVolumeClaimVolumeSource": { fields: { claimName: must(subdomain) } },
  "core.v1.ProjectedVolumeSource": {
    fields: { defaultMode: may(fileMode), defaultUser: never, sources: { chance: 0.95, length: [1, 2] } },
  },
  "core.v1.VolumeProjection": {
    union: ["configMap", "downwardAPI", "secret", "serviceAccountToken"],
    fields: { clusterTrustBundle: never, podCertificate: never },
  },
  "core.v1.ConfigMapProjection": { fields: { name: must(subdomain) } },
  "core.v1.SecretProjection": { fields: { name: must(subdomain) } },
  "core.v1.ServiceAccountTokenProjection": {
    fields: {
      audience: may({ ...anyText, texts: ["", "vault", "api"] }),
      expirationSeconds: { chance: 0.5, form: number(600, 4_294_967_296, 600, 601, 3600, 3607, 86_400) },
      path: must(text(/^[a-z]{1,9}$/, "token", "a")),
      user: never,
    },
  },
  "core.v1.CSIVolumeSource": {
    fields: {
      driver: must({ ...subdomain, texts: ["csi.example.com", "secrets-store.csi.k8s.io"] }),
      volumeAttributes: may(someText, { keys: label }),
    },
  },
  "core.v1.EphemeralVolumeSource": { fields: { volumeClaimTemplate: always } },
  "core.v1.PersistentVolumeClaimTemplate": { fields: { metadata: never, spec: always } },
  "core.v1.PersistentVolumeClaimSpec": {
    fields: {
      accessModes: some(1, oneOf("ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany")),
      dataSource: never,
      dataSourceRef: never,
      resources: always,
      selector: { chance: 0.01 },
      storageClassName: may({ ...subdomain, texts: ["", "fast", "standard"] }),
      volumeAttributesClassName: never,
      volumeMode: may(oneOf("Filesystem", "Block")),
      volumeName: may(subdomain),
    },
  },
  "core.v1.VolumeResourceRequirements": {
    fields: {
      limits: never,
      requests: must(text(/^[1-9]\d{0,8}([kMGT]|[KMGT]i)?$/, "1Gi", "10Gi"), {
        keys: oneOf("storage"),
        length: [1, 1],
      }),
    },
  },
  "core.v1.NFSVolumeSource": {
    fields: { server: must(oneOf("10.0.0.1", "nfs.example.com")), path: must(absolutePath) },
  },
  "core.v1.ImageVolumeSource": {
    fields: {
      reference: must(oneOf("registry.example/data:1")),
      pullPolicy: may(oneOf("Always", "IfNotPresent", "Never")),
    },
  },
  "core.v1.GitRepoVolumeSource": {
    fields: {
      directory: may(relativePath),
      repository: must(oneOf("https://example.com/a.git")),
      revision: may(someText),
    },
  },
  "core.v1.ISCSIVolumeSource": {
    fields: {
      chapAuthDiscovery: never,
      chapAuthSession: never,
      initiatorName: never,
      iqn: must(oneOf("iqn.2015-02.example.com:a")),
      lun: must(number(0, 255)),
      portals: never,
      targetPortal: must(oneOf("10.0.0.1:3260")),
    },
  },
  "core.v1.AzureDiskVolumeSource": {
    fields: { cachingMode: never, diskURI: must(oneOf("https://a.blob.example.com/a.vhd")), kind: never },
  },
  "core.v1.CephFSVolumeSource": { fields: { monitors } },
  "core.v1.RBDVolumeSource": { fields: { monitors, image: must(label) } },
  "core.v1.FCVolumeSource": {
    fields: { lun: must(number(0, 255)), targetWWNs: some(1, oneOf("500a0982991b8dc5")), wwids: never },
  },
  "core.v1.FlockerVolumeSource": { union: ["datasetName", "datasetUUID"] },
  "core.v1.FlexVolumeSource": {
    fields: { driver: must(oneOf("example.com/driver")), options: may(someText, { keys: label }) },
  },
  "core.v1.GlusterfsVolumeSource": { fields: { path: must(label) } },
  "core.v1.AWSElasticBlockStoreVolumeSource": { fields: { partition: may(number(0, 255)) } },
  "core.v1.GCEPersistentDiskVolumeSource": { fields: { partition: may(number(0, 255)) } },
  "core.v1.ScaleIOVolumeSource": {
    fields: {
      gateway: must(oneOf("https://example.com")),
      storageMode: may(oneOf("ThinProvisioned")),
      volumeName: must(label),
    },
  },
  "core.v1.QuobyteVolumeSource": { fields: { registry: must(oneOf("10.0.0.1:7861")), tenant: never } },
  "core.v1.StorageOSVolumeSource": { fields: { volumeName: must(label), volumeNamespace: may(label) } },
  "core.v1.PersistentVolumeClaim": { fields: { apiVersion: never, kind: never, spec: always, status: never } },
  "core.v1.PersistentVolumeSpec": {
    union: ["hostPath", "nfs", "csi"],
    fields: {
      accessModes: some(1, oneOf("ReadWriteOnce", "ReadOnlyMany")),
      capacity: must(oneOf("1Gi"), { keys: oneOf("storage"), length: [1, 1] }),
      claimRef: never,
      nodeAffinity: never,
      persistentVolumeReclaimPolicy: may(oneOf("Retain", "Delete")),
      volumeMode: may(oneOf("Filesystem", "Block")),
    },
  },
};
