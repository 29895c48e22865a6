import { label, labelKey, labelValue, maxInt32, number, oneOf, values } from "./_form.ts";
import { always, type Knowledge, may, must, never, seldom, some } from "./_known.ts";

/** Where Pods may run, and selectors of all kinds. */
export const schedulingKnowledge: Knowledge = {
  "core.v1.Toleration": {
    fields: {
      key: { chance: 0.85, form: { ...labelKey, texts: ["dedicated", "node-role.kubernetes.io/control-plane"] } },
      operator: may(oneOf("Exists", "Equal")),
      effect: may(oneOf("NoSchedule", "PreferNoSchedule", "NoExecute", "")),
      value: may(labelValue),
      tolerationSeconds: seldom(number(0, maxInt32, 0, 300)),
    },
  },
  "core.v1.TopologySpreadConstraint": {
    fields: {
      labelSelector: always,
      matchLabelKeys: seldom({ ...labelKey, texts: ["pod-template-hash"] }, { length: [1, 1] }),
      maxSkew: must(number(1, 100, 1, 2)),
      minDomains: seldom(number(1, 3)),
      nodeAffinityPolicy: may(oneOf("Honor", "Ignore")),
      nodeTaintsPolicy: may(oneOf("Honor", "Ignore")),
      topologyKey: must({ ...labelKey, texts: ["kubernetes.io/hostname", "topology.kubernetes.io/zone"] }),
      whenUnsatisfiable: must(oneOf("DoNotSchedule", "ScheduleAnyway")),
    },
  },
  "core.v1.NodeSelector": { fields: { nodeSelectorTerms: some(2) } },
  "core.v1.NodeSelectorTerm": {
    fields: {
      matchExpressions: some(1),
      matchFields: seldom(values([{ key: "metadata.name", operator: "In", values: ["a"] }])),
    },
  },
  "core.v1.NodeSelectorRequirement": {
    fields: {
      key: must({ ...labelKey, texts: ["kubernetes.io/os", "kubernetes.io/arch", "disk"] }),
      operator: must(oneOf("In", "NotIn", "Exists", "DoesNotExist")),
      values: some(2, { ...labelValue, texts: ["windows", "linux", "a"] }),
    },
  },
  "core.v1.PreferredSchedulingTerm": { fields: { weight: must(number(1, 100)) } },
  "core.v1.WeightedPodAffinityTerm": { fields: { weight: must(number(1, 100)) } },
  "core.v1.PodAffinityTerm": {
    fields: {
      labelSelector: always,
      matchLabelKeys: never,
      mismatchLabelKeys: never,
      namespaces: may(label),
      topologyKey: must({ ...labelKey, texts: ["kubernetes.io/hostname", "topology.kubernetes.io/zone"] }),
    },
  },
  "meta.v1.LabelSelector": { fields: { matchLabels: { chance: 0.5, form: labelValue, keys: labelKey } } },
  "meta.v1.LabelSelectorRequirement": {
    fields: {
      key: must(labelKey),
      operator: must(oneOf("In", "NotIn", "Exists", "DoesNotExist")),
      values: some(2, labelValue),
    },
  },
  "core.v1.PodReadinessGate": { fields: { conditionType: must(labelKey) } },
  "core.v1.PodSchedulingGate": { fields: { name: must(labelKey) } },
};
