package mutants

// The kinds of slips. Those of expressions are named as the engine `opa` names them.
const (
	negate     = "negate"     // a condition says the opposite
	membership = "membership" // `in` says the opposite
	condition  = "condition"  // an operand of && or || is forgotten
	logic      = "logic"      // && for ||, || for &&
	comparison = "comparison" // < for <=, == for !=
	quantifier = "quantifier" // all for exists, exists for all
	filter     = "filter"     // a filter is forgotten
	term       = "term"       // an operand of + is forgotten, such as a list of containers
	arithmetic = "arithmetic" // - for +, * for /
	function   = "function"   // another function, or none
	number     = "number"     // one more, one less, none
	text       = "string"     // another text
	pattern    = "pattern"    // a pattern without its anchor
	item       = "item"       // an element of a literal list or map is forgotten
	boolean    = "boolean"    // true for false
	guard      = "guard"      // has() or hasValue() is forgotten
	fallback   = "default"    // orValue() is forgotten
	optional   = "optional"   // .? is forgotten
	ternary    = "ternary"    // one branch of ?: whatever the condition

	match        = "match"     // a resource rule, or a group, version, resource or operation of one, is forgotten
	exclusion    = "exclusion" // a rule of what is not matched is forgotten
	selector     = "selector"  // a selector, or a part of it, is forgotten
	failure      = "failurePolicy"
	precondition = "matchCondition"
	validation   = "validation"
	mutation     = "mutation"
	action       = "action" // Audit for Deny, or one of several is forgotten

	// message changes only what is said, by whichever of these slips.
	message = "message"
)
