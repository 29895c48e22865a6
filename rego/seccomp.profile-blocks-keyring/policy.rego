# METADATA
# scope: package
# title: Seccomp profiles that block the keyring
# description: |
#   Summary: a seccomp profile keeps containers from the kernel's keyring, which does not know of containers.
#   Denies: a profile (JSON with defaultAction or syscalls, and no kind) under which a call of keyctl, add_key or request_key may go through: an entry of
#     syscalls names it with an action that does not stop it, or none names it and defaultAction does not stop it. An entry with args, architectures or a
#     kernel version counts where it lets calls through, and does not count where it stops them, since some calls or nodes are not meant.
#   Warns: entries that let a call through for containers with a capability alone (includes.caps).
#   Allows: profiles that stop all three: by defaultAction, or, where everything else is allowed, by entries that name them; both are as good.
#   Parameters: syscalls (keyctl,add_key,request_key).
#   Correction: the article says that the default profile of docker stops about 60 system calls; docker says about 44 of more than 300. It lists what is
#     allowed, so that the number hangs on the kernel.
#   Versions: actions that stop a call are SCMP_ACT_ERRNO, SCMP_ACT_TRAP, SCMP_ACT_KILL, SCMP_ACT_KILL_THREAD and SCMP_ACT_KILL_PROCESS. SCMP_ACT_LOG lets it
#     through; SCMP_ACT_TRACE and SCMP_ACT_NOTIFY leave it to another program.
# custom:
#   control: seccomp.profile-blocks-keyring
#   severity: high
#   kubernetes_from: "1.3"
#   guidance: F05
#   articles: ["S22 #5"]
#   cel: "a file that no API server is given: the runtime reads it on its node"
package seccomp.profile_blocks_keyring

import data.lib
import data.lib.files
import data.lib.params

# METADATA
# title: System calls go through
# custom: {control: seccomp.profile-blocks-keyring}
deny contains msg if {
	names := [name | some name in wanted; open(name)]
	count(names) > 0
	msg := sprintf("syscalls not blocked (%s)", [concat(", ", names)])
}

# METADATA
# title: System calls go through for containers with a capability
# custom: {control: seccomp.profile-blocks-keyring}
warn contains msg if {
	details := [sprintf("%s with %s", [name, concat(", ", sort(capabilities))]) |
		some name in wanted
		not open(name)
		capabilities := {capability | some entry in passes(name); some capability in entry.includes.caps}
		count(capabilities) > 0
	]
	count(details) > 0
	msg := sprintf("syscalls not blocked for containers with a capability (%s)", [concat("; ", details)])
}

# METADATA
# title: The system calls that must be blocked; none where the file is no profile
wanted := params.list("syscalls", "keyctl,add_key,request_key") if {
	files.unversioned(files.file)
	some key in ["defaultAction", "syscalls"]
	lib.get(files.file, [key], null) != null
}

# METADATA
# title: Calls of the name may go through, whatever the container's capabilities
open(name) if {
	some entry in passes(name)
	count(lib.get(entry, ["includes", "caps"], [])) == 0
}

open(name) if {
	not lib.get(files.file, ["defaultAction"], "") in stopping
	not stopped(name)
}

# METADATA
# title: An entry is about all calls of the name on every node; where none lets them through, it stops them
stopped(name) if {
	some entry in entries(name)
	every condition in ["args", "includes", "excludes"] {
		unconditional(lib.get(entry, [condition], []))
	}
}

# METADATA
# title: The entries that let calls of the name through
passes(name) := [entry | some entry in entries(name); not lib.get(entry, ["action"], "") in stopping]

# METADATA
# title: The entries that name a system call; older profiles have one name in each
entries(name) := [entry |
	some entry in lib.get(files.file, ["syscalls"], [])
	name in array.concat(lib.get(entry, ["names"], []), [lib.get(entry, ["name"], "")])
]

# METADATA
# scope: document
# title: A condition of an entry says nothing
unconditional(condition) if count(condition) == 0

unconditional(condition) if {
	is_object(condition)
	every part in condition {
		part in [null, [], ""]
	}
}

# METADATA
# title: The actions that stop a call
stopping := {"SCMP_ACT_ERRNO", "SCMP_ACT_KILL", "SCMP_ACT_KILL_PROCESS", "SCMP_ACT_KILL_THREAD", "SCMP_ACT_TRAP"}
