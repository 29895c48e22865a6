# METADATA
# scope: package
# title: What a Windows container gets of its own options and of its pod's
# description: Names of accounts are told apart without case, as Windows does, but by the letters of ASCII alone.
package lib.windows_options

import data.lib

# METADATA
# title: A Windows option of a pod's spec or of a container, or a fallback where it sets none
option(holder, name, fallback) := lib.get(holder, ["securityContext", "windowsOptions", name], fallback)

# METADATA
# title: The container runs as a process of its node, because it or else its pod says so
host_process(container) if option(container, "hostProcess", option(lib.pod.spec, "hostProcess", false)) == true

# METADATA
# title: The containers that run as processes of their node
host_processes := [item | some item in lib.containers; host_process(item.container)]

# METADATA
# title: The account that a container, or else its pod, names; empty where none does
user(container) := name if {
	name := option(container, "runAsUserName", "")
	name != ""
} else := option(lib.pod.spec, "runAsUserName", "")

# METADATA
# title: The text without upper case
lower(text) := strings.replace_n(small, text)

# METADATA
# title: The small letter of each capital one
small := {letter: substring("abcdefghijklmnopqrstuvwxyz", index, 1) |
	some index in numbers.range(0, 25)
	letter := substring("ABCDEFGHIJKLMNOPQRSTUVWXYZ", index, 1)
}
