# METADATA
# scope: package
# title: What is done where validations fail
# description: Judged by the setting `require`, which lists the actions that a binding must have.
package lib.validation_actions

import data.lib
import data.lib.params

# METADATA
# title: The actions of a binding, as written
of(binding) := lib.get(binding, ["spec", "validationActions"], [])

# METADATA
# title: The actions that a binding must have
require := params.list("require", "Deny")

# METADATA
# title: The required actions that a binding has not
missing(binding) := [action | some action in require; not action in of(binding)]

# METADATA
# title: What is wrong with the setting
bad_require := [msg |
	text := params.text("require", "Deny")
	not is_known
	msg := sprintf("require must list Deny, Warn or Audit, is \"%s\"", [text])
]

# METADATA
# title: There are required actions, all of which there are
is_known if {
	count(require) > 0
	every action in require {
		action in {"Deny", "Warn", "Audit"}
	}
}
