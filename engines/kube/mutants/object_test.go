package mutants

import (
	"strings"
	"testing"
)

const whole = `# what is said of it
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: p}
spec:
  matchConstraints:
    resourceRules:
      - apiGroups: [""]
        apiVersions: [v1]
        operations: [CREATE, UPDATE]
        resources:
          - pods # all of them
          - "pods/ephemeralcontainers"
      - {apiGroups: [apps], apiVersions: [v1], operations: ['*'], resources: [deployments]}
    excludeResourceRules:
      - {apiGroups: [apps], apiVersions: [v1], operations: [DELETE], resources: [deployments]}
    namespaceSelector:
      matchExpressions:
        - {key: a, operator: In, values: [b, c]}
        - {key: d, operator: Exists}

    # the end of it
  matchConditions:
    - name: c
      expression: request.dryRun
  validations:
    - expression: "true"
      message: 'no'
    - expression: |-
        true
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: b}
spec:
  policyName: p
  validationActions: [Deny, Audit]
`

// slips are those of all fields but expressions.
func slips(mutants []Mutant) []string {
	found := []string{}
	for _, each := range mutants {
		if !strings.HasSuffix(each.Field, "xpression") {
			found = append(found, each.Field+": "+at([]Mutant{each}, each.Field)[0])
		}
	}
	return found
}

func TestSlipsAreMadeInWhatIsMatchedAndWhatFollows(t *testing.T) {
	expect(t, slips(ask(t, whole)),
		"spec.matchConstraints.resourceRules[0]: match: - apiGroups: [\"\"]\n        apiVersions: [v1]\n        operations: [CREATE, UPDATE]\n"+
			"        resources:\n          - pods # all of them\n          - \"pods/ephemeralcontainers\" -> ",
		"spec.matchConstraints.resourceRules[1]: match: - {apiGroups: [apps], apiVersions: [v1], operations: ['*'], resources: [deployments]} -> ",
		"spec.matchConstraints.resourceRules[0].operations[0]: match: CREATE -> ",
		"spec.matchConstraints.resourceRules[0].operations[1]: match: UPDATE -> ",
		"spec.matchConstraints.resourceRules[0].resources[0]: match: - pods # all of them -> ",
		"spec.matchConstraints.resourceRules[0].resources[1]: match: - \"pods/ephemeralcontainers\" -> ",
		"spec.matchConstraints.excludeResourceRules: exclusion: excludeResourceRules:\n"+
			"      - {apiGroups: [apps], apiVersions: [v1], operations: [DELETE], resources: [deployments]} -> ",
		"spec.matchConstraints.namespaceSelector: selector: namespaceSelector:\n      matchExpressions:\n"+
			"        - {key: a, operator: In, values: [b, c]}\n        - {key: d, operator: Exists} -> ",
		"spec.matchConstraints.namespaceSelector.matchExpressions[0]: selector: - {key: a, operator: In, values: [b, c]} -> ",
		"spec.matchConstraints.namespaceSelector.matchExpressions[1]: selector: - {key: d, operator: Exists} -> ",
		"spec.matchConstraints.namespaceSelector.matchExpressions[0].values[0]: selector: b -> ",
		"spec.matchConstraints.namespaceSelector.matchExpressions[0].values[1]: selector: c -> ",
		"spec.matchConstraints.namespaceSelector.matchExpressions[0].operator: selector: In -> NotIn",
		"spec.matchConstraints.namespaceSelector.matchExpressions[1].operator: selector: Exists -> DoesNotExist",
		"spec.failurePolicy: failurePolicy:  -> failurePolicy: Ignore",
		"spec.matchConditions: matchCondition: matchConditions:\n    - name: c\n      expression: request.dryRun -> ",
		"spec.validations[0]: validation: - expression: \"true\"\n      message: 'no' -> ",
		"spec.validations[1]: validation: - expression: |-\n        true -> ",
		"spec.validations[0].message: message: no -> mutated",
		"spec.validationActions[0]: action: Deny -> ",
		"spec.validationActions[1]: action: Audit -> ")
}

// removed are the lines of a text that a mutant has not, and added those that it has instead.
func difference(before, after string) (removed, added []string) {
	old, now := strings.Split(before, "\n"), strings.Split(after, "\n")
	for len(old) > 0 && len(now) > 0 && old[0] == now[0] {
		old, now = old[1:], now[1:]
	}
	for len(old) > 0 && len(now) > 0 && old[len(old)-1] == now[len(now)-1] {
		old, now = old[:len(old)-1], now[:len(now)-1]
	}
	return old, now
}

func TestTheRestOfTheSourceStaysAsItIsWritten(t *testing.T) {
	for _, mutant := range ask(t, whole) {
		removed, added := difference(whole, mutant.Text)
		if len(removed) > 7 || len(added) > 1 {
			t.Errorf("%s at %s changes %d lines to %d:\n%s", mutant.Operator, mutant.Field, len(removed), len(added), strings.Join(added, "\n"))
		}
		if lines := strings.Split(whole, "\n"); !strings.Contains(lines[mutant.Line-1], strings.Split(mutant.Original, "\n")[0]) {
			t.Errorf("%s: line %d is %q, not %q", mutant.Field, mutant.Line, lines[mutant.Line-1], mutant.Original)
		}
	}
}
