# METADATA
# scope: package
# title: Images whose signature was verified
# description: |
#   Summary: an image runs only if its digest is in the list of those whose signature was verified, by `assay verify` or another step before.
#   Denies: an image of a container, an init container, an ephemeral container or a volume that has no digest, or whose digest is not in the
#     list, was signed by another identity or of another issuer, or was verified after today or more than maxAgeDays before; an entry that
#     cannot be read; all entries where today is not set, since their age is unknown; what is no image reference at all.
#   Allows: digests of the list that are not too old, whatever their registry and tag.
#   Parameters: for each verified digest its text with a dot for the colon (sha256.…), and in it identity, issuer and date, separated by spaces;
#     identity (krel-trust@k8s-releng-prod.iam.gserviceaccount.com) and issuer (https://accounts.google.com), which are those of the images
#     of Kubernetes; today (none; a date such as 2026-01-31); maxAgeDays (30).
#   Correction: the articles say that CEL helps with controls on signed images; no policy can fetch a signature. It can judge what a
#     reference looks like, and hold digests against a list of those that were verified before.
#   Versions: images of Kubernetes are signed from 1.24 on; volumes of images are new in 1.31.
# custom:
#   control: images.verified-digest
#   severity: high
#   kubernetes_from: "1.24"
#   guidance: F07
#   articles: ["S26A #9", "S26C #9"]
package images.verified_digest

import data.lib
import data.lib.date
import data.lib.image
import data.lib.params

# METADATA
# title: The params cannot be used
# custom: {control: images.verified-digest}
deny contains params.invalid(bad_params) if lib.pod

# METADATA
# title: Images were not verified, or not as they must be
# custom: {control: images.verified-digest}
deny contains image.forbidden("images that are not verified", bad) if count(bad_params) == 0

# METADATA
# title: The images with what is wrong with them
bad := [{"name": item.name, "reference": item.reference, "reason": reason} |
	some item in image.used
	reason := problem(item.reference)
]

# METADATA
# title: What is wrong with a reference; undefined where nothing is
problem(reference) := image.unreadable if {
	not image.valid(reference)
} else := "which has no digest" if {
	not image.digest(reference)
} else := entry_problem(params.text(replace(image.digest(reference), ":", "."), ""))

# METADATA
# title: What is wrong with the entry of a digest; undefined where nothing is
entry_problem(entry) := "which is not in the list" if {
	entry == ""
} else := sprintf("whose entry \"%s\" is not identity, issuer and date", [entry]) if {
	not is_entry(entry)
} else := sprintf("which was signed by \"%s\", not by \"%s\"", [split(entry, " ")[0], identity]) if {
	split(entry, " ")[0] != identity
} else := sprintf("whose signer is known to \"%s\", not to \"%s\"", [split(entry, " ")[1], issuer]) if {
	split(entry, " ")[1] != issuer
} else := date_problem(split(entry, " ")[2])

# METADATA
# title: What is wrong with the date of an entry; undefined where nothing is
date_problem(at) := sprintf("which was verified on %s, and the param today is not set", [at]) if {
	today == ""
} else := sprintf("which was verified on %s, after %s", [at, today]) if {
	at > today
} else := sprintf("which was verified on %s, more than %d days before %s", [at, max_age, today]) if {
	date.day(today) - date.day(at) > max_age
}

# METADATA
# title: The text is identity, issuer and date
is_entry(entry) if {
	parts := split(entry, " ")
	count(parts) == 3
	parts[0] != ""
	parts[1] != ""
	date.valid(parts[2])
}

# METADATA
# title: Who must have signed
identity := params.text("identity", "krel-trust@k8s-releng-prod.iam.gserviceaccount.com")

# METADATA
# title: Who must know the one who signed
issuer := params.text("issuer", "https://accounts.google.com")

# METADATA
# title: The date to judge by; empty where none is set
today := params.text("today", "")

# METADATA
# title: For how many days a verification counts
max_age := params.number("maxAgeDays", "30")

# METADATA
# title: What is wrong with the params
bad_params := array.concat(
	params.bad_numbers({"maxAgeDays": "30"}),
	[sprintf("today must be a date such as 2026-01-31, is \"%s\"", [today]) |
		today != ""
		not date.valid(today)
	],
)
