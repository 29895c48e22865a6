# METADATA
# scope: package
# title: Exceptions from Kyverno's policies are approved
# description: |
#   Summary: an exception from policies lies where it was approved, and says which policies it is from.
#   Denies: a PolicyException outside the namespaces of the param namespaces; with a wildcard in the name of a policy or rule; from a policy that is
#     not in policies, or, where that is empty, from one of podSecurityPolicies or with podSecurity, an exception from Pod Security Standards.
#   Allows: everything else; policies of Pod Security Standards too, once policies names them.
#   Parameters: namespaces (kyverno), policies (none, which is any), podSecurityPolicies (those of Kyverno's library); names separated by commas.
# custom:
#   control: kyverno.exception-approved
#   severity: high
#   kubernetes_from: "1.16"
#   guidance: F16
#   articles: ["S26A #17", "S26C #17"]
package kyverno.exception_approved

import data.lib
import data.lib.kyverno
import data.lib.params

# METADATA
# title: The exception is not approved
# custom: {control: kyverno.exception-approved}
deny contains msg if {
	details := array.concat(
		[sprintf("namespace \"%s\" is not in namespaces", [namespace]) | not namespace in params.list("namespaces", "kyverno")],
		array.concat(
			[sprintf("%s %s", [lib.plural("wildcard", "wildcards", count(wildcards)), lib.quoted(wildcards)]) | count(wildcards) > 0],
			[sprintf("%s %s %s", [lib.plural("policy", "policies", count(unapproved)), lib.quoted(unapproved), why]) |
				count(unapproved) > 0
			],
		),
	)
	count(details) > 0
	msg := sprintf("exception not approved (%s)", [concat("; ", details)])
}

# METADATA
# title: The namespace of the exception; undefined for everything else
namespace := lib.get(kyverno.exception, ["metadata", "namespace"], "")

# METADATA
# title: The policies that it is from
policies := [lib.get(exception, ["policyName"], "") | some exception in exceptions] if {
	lib.group == "kyverno.io"
} else := [lib.get(policy, ["name"], "") | some policy in lib.get(kyverno.exception, ["spec", "policyRefs"], [])]

# METADATA
# title: The policies with their rules, as ClusterPolicies and Policies have them
exceptions := lib.get(kyverno.exception, ["spec", "exceptions"], [])

# METADATA
# title: The names of policies, then of rules, that hold a wildcard
wildcards := [name |
	some name in array.concat(policies, rule_names)
	is_wildcard(name)
]

# METADATA
# title: The rules that it is from, of a ClusterPolicy or Policy
rule_names := [name |
	lib.group == "kyverno.io"
	some exception in exceptions
	some name in lib.get(exception, ["ruleNames"], [])
]

# METADATA
# title: The name stands for others too
is_wildcard(name) if regex.match(`[*?]`, name)

# METADATA
# title: The policies that are named and not approved
unapproved := [name | some name in policies; not is_wildcard(name); not approved(name)]

# METADATA
# title: The policy may have exceptions
approved(name) if name in params.list("policies", "")

approved(name) if {
	count(params.list("policies", "")) == 0
	not of_pod_security(name)
}

# METADATA
# title: Why policies are not approved
why := "of the Pod Security Standards" if {
	count(params.list("policies", "")) == 0
} else := "not in policies"

# METADATA
# title: The policy, or the exception as a whole, is about Pod Security Standards
of_pod_security(name) if name in params.list("podSecurityPolicies", concat(",", [
	"disallow-capabilities, disallow-capabilities-strict, disallow-host-namespaces, disallow-host-path, disallow-host-ports",
	"disallow-host-ports-range, disallow-host-process, disallow-privilege-escalation, disallow-privileged-containers, disallow-proc-mount",
	"disallow-selinux, podsecurity-subrule-baseline, podsecurity-subrule-restricted, require-run-as-non-root-user, require-run-as-nonroot",
	"restrict-apparmor-profiles, restrict-seccomp, restrict-seccomp-strict, restrict-sysctls, restrict-volume-types",
]))

of_pod_security(_) if count(lib.get(kyverno.exception, ["spec", "podSecurity"], [])) > 0
