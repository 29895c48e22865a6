package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"assay.dev/engines/wire/impure"
)

// refusedBuiltins are told to Gatekeeper's driver; its own chart disables the first of them.
func refusedBuiltins() []string { return slices.Sorted(maps.Keys(impure.Builtins)) }

// explained says why a builtin is not there, where that is what the compiler complains of.
func explained(err error) error {
	for _, builtin := range refusedBuiltins() {
		if strings.Contains(err.Error(), "undefined function "+builtin+"\n") || strings.HasSuffix(err.Error(), "undefined function "+builtin) {
			return fmt.Errorf("%w (`%s` is refused because %s, and a verdict must depend on the request alone)", err, builtin, impure.Builtins[builtin])
		}
	}
	return err
}
