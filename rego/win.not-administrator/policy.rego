# METADATA
# scope: package
# title: Windows containers do not run as administrator
# description: |
#   Summary: no container asks for an account that may do everything in a Windows container.
#   Denies: a container whose runAsUserName, its own or else the pod's, is in deniedUsers, in upper or lower case; an account without a
#     domain in deniedUsers is denied in every domain.
#   Allows: other accounts, and none: the image decides then.
#   Parameters: deniedUsers (ContainerAdministrator; accounts separated by commas).
# custom:
#   control: win.not-administrator
#   severity: high
#   kubernetes_from: "1.18"
#   guidance: F13
#   articles: ["S26A #15", "S26C #15"]
package win.not_administrator

import data.lib
import data.lib.params
import data.lib.windows_options as windows

# METADATA
# title: Accounts that may not be used, without case
denied := {windows.lower(user) | some user in params.list("deniedUsers", "ContainerAdministrator")}

# METADATA
# title: Containers run as administrator
# custom: {control: win.not-administrator}
deny contains msg if {
	details := [sprintf("container \"%s\" runs as \"%s\"", [lib.name(item), user]) |
		some item in lib.containers
		user := windows.user(item.container)
		is_denied(windows.lower(user))
	]
	count(details) > 0
	msg := sprintf("Windows administrator (%s)", [concat("; ", details)])
}

# METADATA
# title: The account is one that may not be used, as it is or whatever its domain
is_denied(user) if user in denied

is_denied(user) if {
	some name in denied
	endswith(user, concat("", ["\\", name]))
}
