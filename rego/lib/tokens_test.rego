package lib.tokens_test

import data.lib.tokens

secret(type) := {"apiVersion": "v1", "kind": "Secret", "metadata": {"namespace": "team-a"}, "type": type}

test_a_token_secret_is_told_by_its_type if {
	tokens.token_secret with input as secret("kubernetes.io/service-account-token")
	not tokens.token_secret with input as secret("Opaque")
	not tokens.token_secret with input as secret(null)
	not tokens.token_secret with input as object.union(secret("kubernetes.io/service-account-token"), {"kind": "ConfigMap"})
	not tokens.token_secret with input as object.union(secret("kubernetes.io/service-account-token"), {"apiVersion": "shop.example/v1"})
}

test_requests_and_service_accounts_are_told_by_kind if {
	tokens.token_request with input as {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest"}
	not tokens.token_request with input as {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenReview"}
	account := {"apiVersion": "v1", "kind": "ServiceAccount"}
	tokens.service_account with input as account
	not tokens.service_account with input as {"request": {"subResource": "token", "object": account}}
}

test_the_namespace_is_the_requests_or_else_the_objects if {
	tokens.namespace == "team-b" with input as {"request": {"namespace": "team-b", "object": secret("")}}
	tokens.namespace == "team-a" with input as secret("")
	tokens.namespace == "" with input as {"apiVersion": "v1", "kind": "Secret"}
}

test_the_user_is_who_asks if {
	tokens.username == "ann" with input as {"request": {"userInfo": {"username": "ann"}, "object": secret("")}}
	tokens.username == "" with input as secret("")
}

test_a_life_is_an_hour_where_none_is_asked_for if {
	tokens.seconds({}) == 3600
	tokens.seconds({"expirationSeconds": null}) == 3600
	tokens.seconds({"expirationSeconds": 0}) == 0
}

test_projections_are_volumes_with_tokens if {
	pod := {"apiVersion": "v1", "kind": "Pod", "spec": {"volumes": [
		{"name": "a", "projected": {"sources": [{"configMap": {}}, {"serviceAccountToken": {"path": "x"}}]}},
		{"name": "b", "projected": {"sources": null}},
		{"name": "c", "projected": {"sources": [{"serviceAccountToken": null}]}},
		{"name": "d", "emptyDir": {}},
	]}}
	tokens.projections == [{"name": "a", "tokens": [{"path": "x"}]}] with input as pod
	tokens.projections == [] with input as {"apiVersion": "v1", "kind": "Pod"}
}
