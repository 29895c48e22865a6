/** Something that an article, or a proposal of Kubernetes, says and that is not so. */
export interface Correction {
  readonly id: string;
  /** Who says it: keys of articles, or another source. */
  readonly by: string;
  readonly claim: string;
  readonly fact: string;
  /** Controls that say it in their METADATA and show it by their cases. */
  readonly controls: readonly string[];
  /** Steps of the harness that show it. */
  readonly steps?: readonly string[];
}

/** In our own words. */
export const corrections: readonly Correction[] = [
  {
    id: "C1",
    by: "S26C",
    claim: "VolumeAttachments have a field for the pod's fsGroup.",
    fact: "No version has it. The kubelet hands the group to the driver over CSI.",
    controls: ["csi.volumeattachment-no-fsgroup"],
  },
  {
    id: "C2",
    by: "S26A, S26C",
    claim: "CEL validates admission webhooks.",
    fact: "It validates requests, inside the API server; webhooks have no part in it.",
    controls: ["vap.failure-policy", "vap.excluded-target"],
  },
  {
    id: "C3",
    by: "S26A",
    claim: "That tokens are no longer put into Secrets becomes beta in 1.26.",
    fact: "It was beta in 1.24 and stable in 1.26; what began in 1.26 is that uses of old tokens are tracked.",
    controls: ["sa.no-token-secret"],
  },
  {
    id: "C4",
    by: "S26A, S26C",
    claim: "A token is revoked only by deleting its service account.",
    fact: "Deleting its Secret, or the object that it is bound to, revokes it too.",
    controls: ["sa.secret-token-stale", "token.request-bound", "token.external-use"],
  },
  {
    id: "C5",
    by: "S26C",
    claim: "Pods request a token only when they need one.",
    fact: "The kubelet requests and renews it, used or not, unless automounting is off.",
    controls: ["sa.automount-off", "sa.no-secret-token-volume", "apiserver.token-extension-off"],
  },
  {
    id: "C6",
    by: "S22",
    claim: "Docker's seccomp filter blocks about 60 system calls.",
    fact: "Docker itself speaks of about 44. The profile lists what is allowed, so the number depends on the kernel.",
    controls: ["seccomp.no-unconfined"],
  },
  {
    id: "C7",
    by: "S22",
    claim: "For low ports without root, the pod's manifest must set the sysctl.",
    fact: "Newer Docker and containerd set it for pods with a network of their own; CRI-O does not.",
    controls: ["sysctl.low-port-without-root", "sysctl.safe-list"],
  },
  {
    id: "C8",
    by: "S26A",
    claim: "The printed script verifies a release.",
    fact: "Lines of it are missing, and cosign 2 wants to be told the signer's identity and issuer as well.",
    controls: [],
    steps: ["release.verify-blob"],
  },
  {
    id: "C9",
    by: "S26A, S26C",
    claim: "CEL in the API server makes controls on image signatures possible.",
    fact: "It calls nothing outside: digests and registries can be judged, signatures cannot.",
    controls: ["images.verified-digest", "images.digest-pinned", "images.allowed-registries", "images.no-mutable-tag"],
  },
  {
    id: "C10",
    by: "a common belief",
    claim: "From 1.33 on, Pod Security allows more to pods with users of their own.",
    fact: "It does from policy version v1.35 on; before, only behind an alpha gate that was off.",
    controls: ["userns.not-relied-on-below"],
  },
  {
    id: "C11",
    by: "KEP-127",
    claim: "For pods with users of their own, baseline takes any added capability, and restricted asks for such users.",
    fact: "The code does neither.",
    controls: ["userns.procmount", "userns.require"],
  },
  {
    id: "C12",
    by: "KEP-2079",
    claim: "An entry without port stands for all ports, whether it has an endPort or not.",
    fact: "The API server refuses an endPort without port.",
    controls: ["netpol.endport-valid"],
  },
  {
    id: "C13",
    by: "KEP-3325",
    claim: "The answer to a SelfSubjectReview has the user under name.",
    fact: "It is username.",
    controls: ["ssr.response-shape", "ssr.request-shape"],
  },
  {
    id: "C14",
    by: "S22",
    claim: "PodSecurityPolicy is deprecated.",
    fact: "More than that: its API was removed in 1.25.",
    controls: ["psp.object-removed"],
  },
];
