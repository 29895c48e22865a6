/** No host network, no host processes: a control that tests of mutants make slips in. */
export const hostRego = `package host

deny contains "host network" if input.request.object.spec.hostNetwork == true

deny contains "host processes" if input.request.object.spec.hostPID == true
`;

/** The same in CEL. */
export const hostCel = `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: host}
spec:
  matchConstraints:
    resourceRules:
      - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
  validations:
    - expression: "!object.spec.?hostNetwork.orValue(false)"
      message: host network
    - expression: "!object.spec.?hostPID.orValue(false)"
      message: host processes
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: host}
spec: {policyName: host, validationActions: [Deny]}
`;
