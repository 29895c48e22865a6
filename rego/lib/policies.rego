# METADATA
# scope: package
# title: The API server's own policies and their bindings
# description: |
#   ValidatingAdmissionPolicy and MutatingAdmissionPolicy, of any version. What they leave out means what the API server reads into it.
#   Around the request is what the cluster holds, or the bundle of manifests.
package lib.policies

import data.lib

# METADATA
# title: The ValidatingAdmissionPolicy under judgement; undefined for everything else
validating := lib.resource if is({"ValidatingAdmissionPolicy"})

# METADATA
# title: The MutatingAdmissionPolicy under judgement; undefined for everything else
mutating := lib.resource if is({"MutatingAdmissionPolicy"})

# METADATA
# title: The policy of either kind under judgement; undefined for everything else
policy := lib.resource if is({"ValidatingAdmissionPolicy", "MutatingAdmissionPolicy"})

# METADATA
# title: The ValidatingAdmissionPolicyBinding under judgement; undefined for everything else
validating_binding := lib.resource if is({"ValidatingAdmissionPolicyBinding"})

# METADATA
# title: The binding of either kind under judgement; undefined for everything else
binding := lib.resource if is({"ValidatingAdmissionPolicyBinding", "MutatingAdmissionPolicyBinding"})

# METADATA
# title: What a policy or a binding says of the requests that it is for; empty where it says nothing
match(object) := lib.get(object, ["spec", field], {}) if {
	field := {false: "matchConstraints", true: "matchResources"}[endswith(object.kind, "Binding")]
}

# METADATA
# title: The rules of a policy or a binding
rules(object) := lib.get(match(object), ["resourceRules"], [])

# METADATA
# title: The rules by which a policy or a binding leaves requests out
excluding(object) := lib.get(match(object), ["excludeResourceRules"], [])

# METADATA
# title: What a policy does where it cannot be evaluated
failure_policy(object) := lib.get(object, ["spec", "failurePolicy"], "Fail")

# METADATA
# title: The requirements of a selector, `namespaceSelector` or `objectSelector`, each as {key, operator, values}
requirements(object, selector) := array.concat(
	[{"key": key, "operator": "In", "values": {value}} | some key, value in lib.get(match(object), [selector, "matchLabels"], {})],
	[one |
		some expression in lib.get(match(object), [selector, "matchExpressions"], [])
		one := {
			"key": lib.get(expression, ["key"], ""),
			"operator": lib.get(expression, ["operator"], ""),
			"values": {value | some value in lib.get(expression, ["values"], [])},
		}
	],
)

# METADATA
# title: The bindings around the request that name a policy
bindings_of(one) := {found |
	some found in around(sprintf("%sBinding", [one.kind]))
	lib.get(found, ["spec", "policyName"], "") == name(one)
}

# METADATA
# title: The policies around the request that a binding names; more than one only where several versions of it are held
policies_of(one) := {found |
	some found in around(trim_suffix(one.kind, "Binding"))
	name(found) == lib.get(one, ["spec", "policyName"], "")
}

# METADATA
# title: The name of an object
name(object) := lib.get(object, ["metadata", "name"], "")

# METADATA
# title: The names of objects, sorted
names(objects) := sort({name(object) | some object in objects})

# METADATA
# title: The objects of a kind around the request
around(kind) := {object |
	some version, kinds in data.inventory.cluster
	startswith(version, "admissionregistration.k8s.io/")
	some object in kinds[kind]
}

# METADATA
# title: The request is about one of these kinds
is(kinds) if {
	lib.group == "admissionregistration.k8s.io"
	lib.resource.kind in kinds
	lib.get(lib.request, ["subResource"], "") == ""
}
