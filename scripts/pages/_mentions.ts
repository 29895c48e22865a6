/** An article whose guidance the pack turns into controls. METADATA names it by its key: `articles: ["S22 #4"]`. */
export interface Article {
  readonly key: string;
  readonly name: string;
}

/** Something that an article says, in our words. */
export interface Mention {
  /** Its number, which METADATA names. */
  readonly number: number;
  readonly title: string;
  /** Keys of the articles that say it. */
  readonly articles: readonly string[];
  /** What is said there. */
  readonly says: string;
  /** What of it a policy can judge; absent where nothing. */
  readonly judged?: string;
  /** What cannot be judged, with the reason. */
  readonly unchecked?: string;
  /** Controls without METADATA in Rego belong to it by the beginning of their ids. */
  readonly prefixes?: readonly string[];
  /** What is checked by a step of the harness and no policy. */
  readonly steps?: readonly Step[];
}

/** A step of the harness that stands for a control, described in docs/release.md. */
export interface Step {
  readonly id: string;
  /** What it checks. */
  readonly about: string;
  /** The file of its tests. */
  readonly tests: string;
}

export const articles: readonly Article[] = [
  { key: "S22", name: "Aqua on Kubernetes 1.22" },
  { key: "S26A", name: "Aqua on Kubernetes 1.26" },
  { key: "S26C", name: "Outshift by Cisco on Kubernetes 1.26" },
];

export const mentions: readonly Mention[] = [
  {
    number: 1,
    title: "Pod Security admission",
    articles: ["S22"],
    says: "A built-in admission plugin with three fixed levels takes over from PodSecurityPolicy and is easier to use.",
    judged:
      "Each check of the levels, the levels together, the labels of namespaces and the plugin's configuration file.",
    prefixes: ["pss.", "psa."],
  },
  {
    number: 2,
    title: "The end of PodSecurityPolicy",
    articles: ["S22"],
    says: "PodSecurityPolicy is deprecated, and clusters should plan to leave it.",
    judged: "Policies that are left over, the roles that grant them, and the API server's list of plugins.",
  },
  {
    number: 3,
    title: "Low ports without root",
    articles: ["S22"],
    says: "One more sysctl counts as safe, with which a process that is not root can listen on low ports.",
    judged: "Sysctls and ports of pods; the node's own list in the kubelet's configuration file.",
    unchecked: "Which runtime sets the sysctl by itself cannot be seen at admission; it is a parameter.",
  },
  {
    number: 4,
    title: "Port ranges of NetworkPolicies",
    articles: ["S22"],
    says: "A NetworkPolicy can name a range of ports where the network plugin supports it.",
    judged: "The form and the width of ranges, and rules that name no port.",
    unchecked: "Whether the plugin supports ranges cannot be seen at admission; it is a parameter.",
  },
  {
    number: 5,
    title: "A default seccomp profile",
    articles: ["S22"],
    says: "Kubelets can give the runtime's seccomp profile to each container that names none; what such a profile stops is shown by an attack on kernel keyrings.",
    judged: "Profiles of pods, the kubelet's configuration file, and the content of a profile's file.",
    unchecked: "What a node's kernel and runtime really stop is known on the node alone.",
  },
  {
    number: 6,
    title: "Node components without root",
    articles: ["S22"],
    says: "The kubelet and what runs beside it can run in a user namespace, as an alpha feature.",
    judged: "The configuration files of kubelet and kube-proxy, and what pods cannot have on such nodes.",
    unchecked: "Whether a node is set up so cannot be seen at admission; its label is a parameter.",
  },
  {
    number: 7,
    title: "User namespaces of pods",
    articles: ["S22"],
    says: "What followed from it: a pod can have users of its own, so that root in it is not root on the node.",
    judged: "The field hostUsers with all that depends on it.",
    unchecked: "Kernel and runtime of the node decide whether it works; the cluster's version is a parameter.",
  },
  {
    number: 8,
    title: "Signed release artifacts",
    articles: ["S26A", "S26C"],
    says: "The files of a Kubernetes release are signed, and a script verifies them with cosign.",
    judged: "No policy can: a step of the harness verifies signatures and checksums offline.",
    steps: [
      {
        id: "release.verify-blob",
        about: "the signature of a release file, and whose it is",
        tests: "test/release/verify.test.ts",
      },
      { id: "release.checksum", about: "the checksum of a release file", tests: "test/release/checksums.test.ts" },
    ],
  },
  {
    number: 9,
    title: "Controls on signed images",
    articles: ["S26A", "S26C"],
    says: "Signed images can be made a condition of admission.",
    judged: "Digests, registries and tags of images, and digests against a list of those that were verified before.",
    unchecked: "Signatures themselves: they must be fetched, and neither CEL nor Rego under test has a network.",
  },
  {
    number: 10,
    title: "Validation in CEL",
    articles: ["S26A", "S26C"],
    says: "The API server itself can evaluate expressions on requests, without a webhook.",
    judged: "Such policies and their bindings as objects; and each control that has a form in CEL is one.",
  },
  {
    number: 11,
    title: "Mutation",
    articles: ["S26A", "S26C"],
    says: "To change objects at admission, Kyverno or Gatekeeper are still needed.",
    judged: "Policies of the API server that change objects, by what they make of them, and such policies as objects.",
    prefixes: ["mutate."],
  },
  {
    number: 12,
    title: "The group of a pod's volumes",
    articles: ["S26C"],
    says: "A CSI driver can be given a pod's fsGroup and apply it itself.",
    judged: "Groups of pods, and what drivers declare.",
    unchecked: "Whether a driver does what it declares is known on the node alone.",
  },
  {
    number: 13,
    title: "Who am I",
    articles: ["S26A", "S26C"],
    says: "A user can ask the API server who it takes them for.",
    judged: "Who may ask, the form of question and answer, and policies that would never be asked.",
    unchecked: "The question itself at admission: the API server shows such reviews to no ValidatingAdmissionPolicy.",
  },
  {
    number: 14,
    title: "Fewer tokens in Secrets",
    articles: ["S26A", "S26C"],
    says: "Service accounts get no lasting tokens by themselves any more; tokens are requested, end and are renewed, also where they are used outside of the cluster.",
    judged: "Secrets, service accounts, volumes and requests for tokens, and arguments of the control plane.",
    unchecked: "Whether a program outside reads its token anew cannot be seen in the cluster.",
  },
  {
    number: 15,
    title: "Windows HostProcess containers",
    articles: ["S26A", "S26C"],
    says: "Containers on Windows nodes can run as processes of the host.",
    judged: "Who may, under which account, and what fits Windows pods at all.",
  },
  {
    number: 16,
    title: "The host's network for Windows pods",
    articles: ["S26A"],
    says: "Windows pods can use the network of their node, as an alpha feature.",
    judged: "Windows pods that ask for it.",
  },
  {
    number: 17,
    title: "External admission controllers",
    articles: ["S26A", "S26C"],
    says: "Gatekeeper, Kyverno and other webhooks stay in use, with the risks of a webhook.",
    judged: "Their configurations, policies and exceptions as objects.",
    unchecked: "Whether a webhook answers, and how fast, is known in a live cluster alone.",
  },
  {
    number: 18,
    title: "Secure calls to APIs in many clouds",
    articles: ["S26C"],
    says: "The security of calls to APIs, across clouds, matters.",
    unchecked: "It names no field, setting or behaviour of Kubernetes that could be right or wrong.",
  },
];
