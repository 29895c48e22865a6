package lib.validation_actions_test

import data.lib.validation_actions

binding(actions) := {"spec": {"validationActions": actions}}

requiring(text) := {"request": {}, "parameters": {"require": text}}

test_missing_actions_are_told if {
	validation_actions.of(binding(["Deny", "Audit"])) == ["Deny", "Audit"]
	validation_actions.of(binding(null)) == []
	validation_actions.missing(binding(["Deny"])) == [] with input as {"request": {}}
	validation_actions.missing(binding(["Audit"])) == ["Deny"] with input as {"request": {}}
	validation_actions.missing(binding(["Deny"])) == ["Audit"] with input as requiring("Deny, Audit")
}

test_settings_are_actions if {
	validation_actions.bad_require == [] with input as {"request": {}}
	validation_actions.bad_require == [] with input as requiring("Audit,Warn")
	every text in ["", "deny", "Deny,Log"] {
		validation_actions.bad_require == [sprintf("require must list Deny, Warn or Audit, is \"%s\"", [text])] with input as requiring(text)
	}
}
