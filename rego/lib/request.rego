# METADATA
# scope: package
# title: What a policy is asked about
# description: |
#   Reads the three shapes of input alike: an AdmissionReview (`input.request`), a Gatekeeper review
#   (`input.review`) and the plain object. Missing, null and zero are one thing everywhere.
package lib

# METADATA
# title: The value at a path, or a fallback where the path is missing, null or leads through something that is no object
get(value, path, fallback) := found if {
	is_object(value)
	found := object.get(value, path, null)
	found != null
} else := fallback

# METADATA
# title: The request under judgement; a plain object is a request to create it
request := {"operation": "CREATE", "object": input} if {
	plain
} else := input.request if {
	is_object(input.request)
} else := input.review

# METADATA
# title: Settings of the control, empty where there are none
parameters := {} if {
	plain
} else := get(input, ["parameters"], {})

# METADATA
# title: The object of the request; undefined where there is none, as on DELETE
resource := request.object if is_object(request.object)

# METADATA
# title: The object before the request; undefined where there was none, as on CREATE
old_resource := request.oldObject if is_object(request.oldObject)

# METADATA
# title: The API group of the object, empty for the core group
group := split(resource.apiVersion, "/")[0] if {
	contains(resource.apiVersion, "/")
} else := ""

# METADATA
# title: The input is the object itself
# description: Told by its own type, so that a field named request or review in a manifest changes nothing.
plain if {
	is_string(input.apiVersion)
	is_string(input.kind)
	input.kind != "AdmissionReview"
}
