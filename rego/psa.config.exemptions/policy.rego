# METADATA
# scope: package
# title: Few exemptions from Pod Security
# description: |
#   Summary: PodSecurity's own configuration exempts nothing but what is listed.
#   Denies: in a PodSecurityConfiguration, exempt namespaces and user names that are not in the lists of the params; a name that is there twice,
#     a namespace's name that is none, such as "*", and an empty user name.
#   Warns: exempt runtime classes that are not in the list of the params: nothing of what their pods ask for is looked at.
#   Allows: namespaces in allowedNamespaces, users in allowedUsernames, runtime classes in allowedRuntimeClasses.
#   Parameters: allowedNamespaces (kube-system), allowedUsernames (none), allowedRuntimeClasses (none); names separated by commas.
#   Correction: the KEP calls the third list runtimeClassNames; the field is runtimeClasses, and the API server does not start with the other.
#   Versions: the file is of v1alpha1 from Kubernetes 1.22 on, of v1beta1 from 1.23 and of v1 from 1.25; all three still count.
# custom:
#   control: psa.config.exemptions
#   severity: medium
#   kubernetes_from: "1.22"
#   guidance: F01
#   articles: ["S22 #1"]
#   cel: "a file that no API server is given: it is read when the server starts"
package psa.config.exemptions

import data.lib
import data.lib.files
import data.lib.params

# METADATA
# title: Who is exempt and may not be
# custom: {control: psa.config.exemptions}
deny contains msg if {
	some configuration in files.pod_security
	found := {list: names |
		some list, allowed in {"namespaces": params.list("allowedNamespaces", "kube-system"), "usernames": params.list("allowedUsernames", "")}
		names := [name | some name in exempt(configuration, list); valid(list, name); not name in allowed]
		count(names) > 0
	}
	count(found) > 0
	msg := sprintf("exempt from Pod Security (%s)", [named(found)])
}

# METADATA
# title: The exemptions are invalid
# custom: {control: psa.config.exemptions}
deny contains msg if {
	some configuration in files.pod_security
	details := array.concat(
		[sprintf("%s has %s twice", [list, json.marshal(name)]) |
			some list in lists
			some name in sort({name | some name in exempt(configuration, list); occurrences(configuration, list, name) > 1})
		],
		[sprintf("%s has %s, which is no name", [list, json.marshal(name)]) |
			some list in lists
			some name in exempt(configuration, list)
			not valid(list, name)
		],
	)
	count(details) > 0
	msg := sprintf("invalid exemptions from Pod Security (%s)", [concat("; ", details)])
}

# METADATA
# title: Runtime classes are exempt
# custom: {control: psa.config.exemptions}
warn contains msg if {
	some configuration in files.pod_security
	allowed := params.list("allowedRuntimeClasses", "")
	names := [name | some name in exempt(configuration, "runtimeClasses"); not name in allowed]
	count(names) > 0
	msg := sprintf("exempt from Pod Security (%s)", [named({"runtimeClasses": names})])
}

# METADATA
# title: The three lists
lists := ["namespaces", "usernames", "runtimeClasses"]

# METADATA
# title: The names in one of the lists
exempt(configuration, list) := lib.get(configuration, ["exemptions", list], [])

# METADATA
# title: How often a list has the name
occurrences(configuration, list, name) := count([1 | some other in exempt(configuration, list); other == name])

# METADATA
# scope: document
# title: The name may stand in the list
valid("namespaces", name) if {
	is_string(name)
	regex.match(`^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$`, name)
}

valid(list, name) if {
	list != "namespaces"
	is_string(name)
	name != ""
}

# METADATA
# title: Lists with their names, in the order of the file's own documentation
named(found) := concat("; ", [sprintf("%s %s", [list, lib.quoted(names)]) | some list in lists; names := found[list]])
