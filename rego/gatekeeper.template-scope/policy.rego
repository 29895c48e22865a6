# METADATA
# scope: package
# title: Templates are for admission
# description: |
#   Summary: a ConstraintTemplate is for Gatekeeper's admission, and for nothing else.
#   Denies: a ConstraintTemplate whose targets are not exactly one, admission.k8s.gatekeeper.sh; none too.
#   Allows: that target alone, whatever its code.
# custom:
#   control: gatekeeper.template-scope
#   severity: low
#   kubernetes_from: "1.16"
#   guidance: F15
#   articles: ["S26A #17", "S26C #17"]
package gatekeeper.template_scope

import data.lib
import data.lib.gatekeeper

# METADATA
# title: The template is for another target
# custom: {control: gatekeeper.template-scope}
deny contains msg if {
	targets := [lib.get(target, ["target"], "") | some target in lib.get(gatekeeper.template, ["spec", "targets"], [])]
	gatekeeper.template
	targets != ["admission.k8s.gatekeeper.sh"]
	msg := sprintf("template for another target (%s; must be \"admission.k8s.gatekeeper.sh\" alone)", [said(targets)])
}

# METADATA
# scope: document
# title: What the targets are
said([]) := "has none"

said(targets) := sprintf("is %s", [lib.quoted(targets)]) if count(targets) > 0
