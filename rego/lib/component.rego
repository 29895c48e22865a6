# METADATA
# scope: package
# title: What the static Pods of the control plane are started with
# description: |
#   The arguments of a container are its command and its args, read as the components of Kubernetes read flags: `_` in the name of a flag
#   counts as `-`, a value follows `=` or is the next argument. A shell that starts the component is not looked into.
#   A line break in an argument counts as a space, since messages are of one line.
package lib.component

import data.lib

# METADATA
# title: The containers that run a component, in the Pods of kube-system
# description: A container is told by its name, or by the first word of its command, with or without its path.
containers(program) := [container |
	lib.group == ""
	lib.resource.kind == "Pod"
	lib.get(lib.request, ["subResource"], "") == ""
	lib.get(lib.request, ["namespace"], lib.get(lib.resource, ["metadata", "namespace"], "")) == "kube-system"
	some container in lib.get(lib.resource, ["spec", "containers"], [])
	runs(container, program)
]

# METADATA
# title: The values of a flag that takes one, in the order in which they are given; of most flags the last one counts
values(container, flag) := [substring(found, count(flag) + 4, -1) |
	some found in regex.find_n(sprintf(`\n--%s(=|\n)[^\n]*`, [spellings(flag)]), text(container), -1)
]

# METADATA
# title: The values of a flag that is true or false, in the order in which they are given; alone it means true
switches(container, flag) := [value |
	some found in regex.find_n(sprintf(`\n--%s[^\n]*`, [spellings(flag)]), text(container), -1)
	value := switched(substring(found, count(flag) + 3, -1))
]

# METADATA
# title: The container runs this program
runs(container, program) if lib.get(container, ["name"], "") == program

runs(container, program) if {
	words := split(lib.get(container, ["command"], [])[0], "/")
	words[count(words) - 1] == program
}

# METADATA
# title: All arguments, each on a line of its own
text(container) := sprintf("\n%s\n", [concat("\n", [replace(argument, "\n", " ") | some argument in arguments(container)])])

# METADATA
# title: The words that the container is started with
arguments(container) := array.concat(lib.get(container, ["command"], []), lib.get(container, ["args"], []))

# METADATA
# title: A regular expression for the name of a flag
spellings(flag) := replace(flag, "-", "[-_]")

# METADATA
# title: What follows the name of a flag that is true or false; undefined for a longer name
switched("") := "true"

switched(rest) := substring(rest, 1, -1) if startswith(rest, "=")
