# METADATA
# scope: package
# title: Image policy that fails closed
# description: |
#   Summary: where images are judged by ImagePolicyWebhook, none runs while its backend gives no answer.
#   Denies: a configuration of the plugin whose defaultAllow is not written down as false, in a file of its own or in an AdmissionConfiguration; a Pod of
#     kube-system that runs kube-apiserver without ImagePolicyWebhook in --enable-admission-plugins, or with it in --disable-admission-plugins.
#   Allows: defaultAllow false; other files and Pods.
#   Correction: left out, defaultAllow is false for the API server; the control wants it in writing. The API server passes over fields that it does not know, and
#     takes the names of fields in any case of letters: with DefaultAllow true it fails open. Case validation refuses both.
#   Versions: a static Pod passes no admission, only its mirror does: judge its manifest before it is put on the node.
# custom:
#   control: imagepolicy.fail-closed
#   severity: high
#   kubernetes_from: "1.4"
#   guidance: F07
#   articles: ["S26A #9", "S26C #9"]
#   cel: "a file that no API server is given: it is read when the server starts, and its Pod is judged as such a file too"
package imagepolicy.fail_closed

import data.lib
import data.lib.component
import data.lib.files

# METADATA
# title: The webhook may fail open
# custom: {control: imagepolicy.fail-closed}
deny contains msg if {
	some policy in files.image_policies
	found := answers(policy)
	found != {"false"}
	msg := sprintf("image policy may fail open (defaultAllow must be false, is %s)", [shown(found)])
}

# METADATA
# title: The API server does not run the plugin
# custom: {control: imagepolicy.fail-closed}
deny contains sprintf("plugin ImagePolicyWebhook is not enabled (%s)", [lib.containers_named(names)]) if count(names) > 0

# METADATA
# title: What the configuration says of images without an answer, whatever the case of the field's letters
answers(policy) := {json.marshal(value) |
	some key, value in policy
	lower(key) == "defaultallow"
}

# METADATA
# scope: document
# title: The answers as they are written
shown(found) := concat(" and ", sort(found)) if count(found) > 0

shown(set()) := "not set"

# METADATA
# title: The containers that run an API server without the plugin
names := [lib.get(container, ["name"], "") |
	some container in component.containers("kube-apiserver")
	not enabled(container)
]

# METADATA
# title: The server is told to run the plugin, and not told otherwise
enabled(container) if {
	"ImagePolicyWebhook" in plugins(container, ["enable-admission-plugins", "admission-control"])
	not "ImagePolicyWebhook" in plugins(container, ["disable-admission-plugins"])
}

# METADATA
# title: The plugins that flags name; each flag adds to those before it
plugins(container, flags) := {plugin |
	some flag in flags
	some plugin in split(concat(",", component.values(container, flag)), ",")
}
