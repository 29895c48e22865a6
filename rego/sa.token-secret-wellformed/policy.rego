# METADATA
# scope: package
# title: A token's Secret names its service account
# description: |
#   Summary: a Secret for a token says whose token it is to hold, or it stays empty.
#   Denies: a Secret of type kubernetes.io/service-account-token without the annotation kubernetes.io/service-account.name, or with an
#     empty one.
#   Allows: Secrets of other types.
#   Versions: the API server itself refuses such Secrets.
# custom:
#   control: sa.token-secret-wellformed
#   severity: low
#   kubernetes_from: "1.0"
#   guidance: F12
#   articles: ["S26A #14", "S26C #14"]
package sa.token_secret_wellformed

import data.lib
import data.lib.tokens

# METADATA
# title: The Secret names no service account
# custom: {control: sa.token-secret-wellformed}
deny contains "malformed token Secret (metadata.annotations[kubernetes.io/service-account.name] must name a service account)" if {
	lib.get(tokens.token_secret, ["metadata", "annotations", "kubernetes.io/service-account.name"], "") == ""
}
