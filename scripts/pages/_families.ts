/** Controls that belong together, by the beginning of their ids. */
export interface Family {
  readonly prefix: string;
  readonly title: string;
}

/** In the order in which they are listed. The longest prefix that fits is the family of a control. */
export const families: readonly Family[] = [
  { prefix: "pss.baseline.", title: "Pod Security Standards, baseline" },
  { prefix: "pss.restricted.", title: "Pod Security Standards, restricted" },
  { prefix: "pss.", title: "Pod Security Standards as a whole" },
  { prefix: "psa.ns.", title: "Pod Security labels of namespaces" },
  { prefix: "psa.config.", title: "Configuration of Pod Security admission" },
  { prefix: "psp.", title: "What is left of PodSecurityPolicy" },
  { prefix: "sysctl.", title: "Sysctls and low ports" },
  { prefix: "netpol.", title: "NetworkPolicies" },
  { prefix: "seccomp.", title: "Seccomp profiles" },
  { prefix: "userns.", title: "User namespaces of pods" },
  { prefix: "rootless.", title: "Node components without root" },
  { prefix: "kubelet.", title: "Configuration of kubelets" },
  { prefix: "images.", title: "Images" },
  { prefix: "imagepolicy.", title: "Configuration of image webhooks" },
  { prefix: "vap.", title: "Policies in CEL as objects" },
  { prefix: "map.", title: "Mutating policies in CEL as objects" },
  { prefix: "mutate.", title: "Mutation" },
  { prefix: "csi.", title: "Groups of volumes, and CSI drivers" },
  { prefix: "ssr.", title: "Self subject reviews" },
  { prefix: "sa.", title: "Service accounts and their Secrets" },
  { prefix: "token.", title: "Tokens" },
  { prefix: "apiserver.", title: "Arguments of the API server" },
  { prefix: "kcm.", title: "Arguments of the controller manager" },
  { prefix: "win.", title: "Windows" },
  { prefix: "gatekeeper.", title: "Gatekeeper's objects" },
  { prefix: "kyverno.", title: "Kyverno's objects" },
  { prefix: "webhook.", title: "Webhooks" },
];

/** The family of a control; `undefined` where none is listed. */
export function familyOf(id: string): Family | undefined {
  const fitting = families.filter(({ prefix }) => id.startsWith(prefix));
  return fitting.sort((one, other) => other.prefix.length - one.prefix.length)[0];
}
