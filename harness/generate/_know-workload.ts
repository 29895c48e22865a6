import { amountOrPercent, label, maxInt32, number, oneOf, seconds, subdomain } from "./_form.ts";
import { always, type Knowledge, type KnownField, may, must, never, some } from "./_known.ts";

const replicas: KnownField = { chance: 0.3, form: number(0, maxInt32, 0, 1, 2, 3) };
const count = may(number(0, maxInt32, 0, 1, 3));

/** What makes Pods of a template. */
export const workloadKnowledge: Knowledge = {
  "core.v1.PodTemplate": { fields: { template: always } },
  "core.v1.ReplicationControllerSpec": {
    fields: { minReadySeconds: count, replicas, selector: { chance: 0.5 }, template: always },
  },
  "apps.v1.ReplicaSetSpec": { fields: { minReadySeconds: count, replicas, template: always } },
  "apps.v1.DeploymentSpec": {
    fields: {
      minReadySeconds: may(number(0, 3)),
      progressDeadlineSeconds: may(seconds),
      replicas,
      revisionHistoryLimit: count,
    },
  },
  "apps.v1.DeploymentStrategy": { fields: { type: must(oneOf("RollingUpdate", "Recreate")) } },
  "apps.v1.RollingUpdateDeployment": {
    fields: { maxSurge: must(amountOrPercent), maxUnavailable: may(amountOrPercent) },
  },
  "apps.v1.StatefulSetSpec": {
    fields: {
      minReadySeconds: count,
      podManagementPolicy: may(oneOf("OrderedReady", "Parallel")),
      replicas,
      revisionHistoryLimit: count,
      serviceName: { chance: 0.8, form: label },
      volumeClaimTemplates: { length: [1, 1] },
    },
  },
  "apps.v1.StatefulSetOrdinals": { fields: { start: may(number(0, maxInt32)) } },
  "apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy": {
    fields: { whenDeleted: must(oneOf("Retain", "Delete")), whenScaled: must(oneOf("Retain", "Delete")) },
  },
  "apps.v1.StatefulSetUpdateStrategy": { fields: { type: must(oneOf("RollingUpdate", "OnDelete")) } },
  "apps.v1.RollingUpdateStatefulSetStrategy": { fields: { maxUnavailable: may(amountOrPercent), partition: count } },
  "apps.v1.DaemonSetSpec": { fields: { minReadySeconds: count, revisionHistoryLimit: count } },
  "apps.v1.DaemonSetUpdateStrategy": { fields: { type: must(oneOf("RollingUpdate", "OnDelete")) } },
  "apps.v1.RollingUpdateDaemonSet": { fields: { maxSurge: never, maxUnavailable: may(amountOrPercent) } },
  "batch.v1.JobSpec": {
    fields: {
      activeDeadlineSeconds: may(seconds),
      backoffLimit: may(number(0, maxInt32, 6)),
      backoffLimitPerIndex: never,
      completionMode: may(oneOf("NonIndexed", "Indexed")),
      completions: may(number(1, 100, 1)),
      managedBy: never,
      manualSelector: never,
      maxFailedIndexes: never,
      parallelism: may(number(0, 100, 1)),
      podReplacementPolicy: may(oneOf("Failed")),
      scheduling: never,
      selector: never,
      successPolicy: never,
      ttlSecondsAfterFinished: may(number(0, maxInt32, 60)),
    },
  },
  "batch.v1.PodFailurePolicy": { fields: { rules: some(1) } },
  "batch.v1.PodFailurePolicyRule": {
    fields: { action: must(oneOf("FailJob", "Ignore", "Count")), onExitCodes: always, onPodConditions: never },
  },
  "batch.v1.PodFailurePolicyOnExitCodesRequirement": {
    fields: { containerName: never, operator: must(oneOf("In", "NotIn")), values: some(1, number(1, 255, 42)) },
  },
  "batch.v1.CronJobSpec": {
    fields: {
      concurrencyPolicy: may(oneOf("Allow", "Forbid", "Replace")),
      failedJobsHistoryLimit: count,
      schedule: must(oneOf("0 * * * *", "@daily", "*/5 * * * *", "* * * * *", "*/1 * * * *")),
      startingDeadlineSeconds: may(number(0, maxInt32, 60)),
      successfulJobsHistoryLimit: count,
      timeZone: may(oneOf("Etc/UTC")),
    },
  },
  "batch.v1.JobTemplateSpec": { fields: { metadata: { chance: 0.1 }, spec: always } },
  "policy.v1.PodDisruptionBudgetSpec": {
    union: ["maxUnavailable", "minAvailable"],
    fields: {
      maxUnavailable: may(amountOrPercent),
      minAvailable: may(amountOrPercent),
      selector: always,
      unhealthyPodEvictionPolicy: may(oneOf("AlwaysAllow", "IfHealthyBudget")),
    },
  },
  "autoscaling.v2.HorizontalPodAutoscalerSpec": {
    fields: {
      behavior: never,
      maxReplicas: must(number(3, maxInt32, 3, 10)),
      metrics: never,
      minReplicas: may(number(1, 3)),
    },
  },
  "autoscaling.v2.CrossVersionObjectReference": {
    fields: {
      apiVersion: must(oneOf("apps/v1")),
      kind: must(oneOf("Deployment", "ReplicaSet")),
      name: must(subdomain),
    },
  },
};
