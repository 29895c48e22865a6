package lib

# METADATA
# title: Stands for latest; larger than the minor of any version
latest_minor := 1000000000

# METADATA
# title: The policy version as written, latest where nothing is written
policy_version_text := get(parameters, ["policyVersion"], "latest")

# METADATA
# title: The minor of the policy version, comparable; undefined where the version is invalid
policy_version := latest_minor if {
	policy_version_text == "latest"
} else := to_number(substring(policy_version_text, 3, -1)) if {
	is_string(policy_version_text)
	regex.match(`^v1\.(0|[1-9][0-9]{0,8})$`, policy_version_text)
}

# METADATA
# title: Why the policy version cannot be used; undefined where it can
invalid_policy_version := msg if {
	pod
	not policy_version
	msg := sprintf("policyVersion (`%v` is neither latest nor a version such as v1.30)", [policy_version_text])
}
