# METADATA
# scope: package
# title: Accounts of HostProcess containers
# description: |
#   Summary: a container that runs as a process of its node does so as one of a few accounts.
#   Denies: a HostProcess container whose runAsUserName, its own or else the pod's, is missing or not in allowedUsers; without one the
#     image decides.
#   Allows: the accounts in allowedUsers, in upper or lower case, since Windows tells accounts apart without case; any account of
#     containers that are not HostProcess.
#   Parameters: allowedUsers (NT AUTHORITY\Local service; accounts separated by commas).
# custom:
#   control: win.host-process-user
#   severity: high
#   kubernetes_from: "1.22"
#   guidance: F13
#   articles: ["S26A #15", "S26C #15"]
package win.host_process_user

import data.lib
import data.lib.params
import data.lib.windows_options as windows

# METADATA
# title: Accounts that may be used
allowed := params.list("allowedUsers", `NT AUTHORITY\Local service`)

# METADATA
# title: The same without case
allowed_lower := {windows.lower(user) | some user in allowed}

# METADATA
# title: HostProcess containers run as other accounts
# custom: {control: win.host-process-user}
deny contains msg if {
	names := [lib.name(item) |
		some item in windows.host_processes
		not windows.lower(windows.user(item.container)) in allowed_lower
	]
	count(names) > 0
	msg := sprintf(
		"forbidden HostProcess account (%s must set securityContext.windowsOptions.runAsUserName to one of %s)",
		[lib.containers_named(names), lib.quoted(allowed)],
	)
}
