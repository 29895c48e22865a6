package images.verified_digest_test

import data.images.verified_digest as policy

hex := "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

pinned(name) := concat("", [name, "@sha256:", hex])

asked(spec, parameters) := {
	"request": {"object": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "app"}, "spec": spec}},
	"parameters": parameters,
}

using(image, parameters) := asked({"containers": [{"name": "app", "image": image}]}, parameters)

told(problem) := {sprintf("images that are not verified (container \"app\" uses \"%s\", %s)", [pinned("x"), problem])}

krel := "krel-trust@k8s-releng-prod.iam.gserviceaccount.com"

google := "https://accounts.google.com"

entry(text) := {"today": "2026-01-31", concat(".", ["sha256", hex]): text}

verified(who, by, at) := entry(concat(" ", [who, by, at]))

test_allow_digests_of_the_list if {
	policy.deny == set() with input as using(pinned("x"), verified(krel, google, "2026-01-01"))
	policy.deny == set() with input as using(pinned("a.b/x:1"), verified(krel, google, "2026-01-31"))
	both := object.union(verified("ann", "i", "2026-01-01"), {"identity": "ann", "issuer": "i"})
	policy.deny == set() with input as using(pinned("x"), both)
}

test_deny_what_is_not_in_the_list if {
	policy.deny == told("which is not in the list") with input as using(pinned("x"), {})
	wanted := `images that are not verified (container "app" uses "x:1", which has no digest)`
	policy.deny == {wanted} with input as using("x:1", verified(krel, google, "2026-01-01"))
	bad := `images that are not verified (container "app" uses "x@y", which is no valid image reference)`
	policy.deny == {bad} with input as using("x@y", verified(krel, google, "2026-01-01"))
}

test_deny_others_signatures if {
	who := sprintf("which was signed by \"ann\", not by \"%s\"", [krel])
	policy.deny == told(who) with input as using(pinned("x"), verified("ann", google, "2026-01-01"))
	by := sprintf("whose signer is known to \"i\", not to \"%s\"", [google])
	policy.deny == told(by) with input as using(pinned("x"), verified(krel, "i", "2026-01-01"))
}

test_deny_entries_that_cannot_be_read if {
	every text in ["x", "a b c d", " b 2026-01-01", "a  2026-01-01", "a b 2026-02-30"] {
		wanted := sprintf("whose entry \"%s\" is not identity, issuer and date", [text])
		policy.deny == told(wanted) with input as using(pinned("x"), entry(text))
	}
}

test_deny_ages if {
	old := "which was verified on 2025-12-31, more than 30 days before 2026-01-31"
	policy.deny == told(old) with input as using(pinned("x"), verified(krel, google, "2025-12-31"))
	new := "which was verified on 2026-02-01, after 2026-01-31"
	policy.deny == told(new) with input as using(pinned("x"), verified(krel, google, "2026-02-01"))
	unknown := "which was verified on 2026-01-01, and the param today is not set"
	policy.deny == told(unknown) with input as using(pinned("x"), object.remove(verified(krel, google, "2026-01-01"), ["today"]))
	year := object.union(verified(krel, google, "2025-01-31"), {"maxAgeDays": "365"})
	policy.deny == set() with input as using(pinned("x"), year)
}

test_deny_bad_params if {
	wanted := `invalid params (maxAgeDays must be a whole number, is "x"; today must be a date such as 2026-01-31, is "now")`
	policy.deny == {wanted} with input as using(pinned("x"), {"maxAgeDays": "x", "today": "now"})
}

test_allow_other_kinds if {
	policy.deny == set() with input as {"request": {"object": {"apiVersion": "v1", "kind": "Service"}}, "parameters": {"today": "now"}}
}
