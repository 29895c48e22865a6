# METADATA
# scope: package
# title: Whole ranges of ids for user namespaces
# description: |
#   Summary: a kubelet gives each pod with a user namespace a range of ids that it can give.
#   Denies: a KubeletConfiguration whose userNamespaces.idsPerPod is no multiple of 65536, less than 65536, or 2^32 and more.
#   Allows: no number, which means 65536, and multiples of 65536 from there to 4294901760.
#   Versions: the field is there from 1.33 on. The kubelet does not start with another number.
# custom:
#   control: kubelet.userns-ids-per-pod
#   severity: low
#   kubernetes_from: "1.33"
#   guidance: F06
#   articles: ["S22 #7"]
#   cel: "a file that no API server is given: the kubelet reads it on its node"
package kubelet.userns_ids_per_pod

import data.lib
import data.lib.files

# METADATA
# title: The number of ids is none that a pod can get
# custom: {control: kubelet.userns-ids-per-pod}
deny contains msg if {
	number := lib.get(files.kubelet, ["userNamespaces", "idsPerPod"], null)
	number != null
	not whole(number)
	msg := sprintf("userNamespaces.idsPerPod must be a multiple of 65536, from 65536 to below 2^32 (is %s)", [json.marshal(number)])
}

# METADATA
# title: The number is made of whole ranges
whole(number) if {
	is_number(number)
	number == floor(number)
	number % 65536 == 0
	number >= 65536
	number < 4294967296
}
