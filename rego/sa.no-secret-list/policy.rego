# METADATA
# scope: package
# title: No Secrets listed in service accounts
# description: |
#   Summary: a service account lists no Secrets; since 1.24 the list is not where its tokens are.
#   Warns: a new or updated service account with elements in secrets.
#   Allows: secrets empty, null or missing; imagePullSecrets.
# custom:
#   control: sa.no-secret-list
#   severity: advisory
#   kubernetes_from: "1.24"
#   guidance: F12
#   articles: ["S26A #14", "S26C #14"]
package sa.no_secret_list

import data.lib
import data.lib.tokens

# METADATA
# title: The service account lists Secrets
# custom: {control: sa.no-secret-list}
warn contains msg if {
	names := [lib.get(secret, ["name"], "") | some secret in lib.get(tokens.service_account, ["secrets"], [])]
	count(names) > 0
	msg := sprintf("listed Secrets (secrets should be empty, lists %s)", [lib.quoted(names)])
}
