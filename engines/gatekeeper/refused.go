package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

const (
	network     = "it reaches the network"
	clock       = "it reads the clock"
	environment = "it reads the environment of the process"
	chance      = "it draws random numbers"
)

// refused are the builtins whose result depends on more than their arguments, with the reason, as in the engine `opa`. A verdict that hangs
// on one could not be repeated. Gatekeeper's own chart disables the first.
var refused = map[string]string{
	"http.send":              network,
	"net.lookup_ip_addr":     network,
	"opa.runtime":            environment,
	"time.now_ns":            clock,
	"io.jwt.decode_verify":   clock,
	"io.jwt.encode_sign":     chance,
	"io.jwt.encode_sign_raw": chance,
	"rand.intn":              chance,
	"uuid.rfc4122":           chance,
	"crypto.x509.parse_and_verify_certificates":              clock,
	"crypto.x509.parse_and_verify_certificates_with_options": clock,
}

func refusedBuiltins() []string { return slices.Sorted(maps.Keys(refused)) }

// explained says why a builtin is not there, where that is what the compiler complains of.
func explained(err error) error {
	for _, builtin := range refusedBuiltins() {
		if strings.Contains(err.Error(), "undefined function "+builtin+"\n") || strings.HasSuffix(err.Error(), "undefined function "+builtin) {
			return fmt.Errorf("%w (`%s` is refused because %s, and a verdict must depend on the request alone)", err, builtin, refused[builtin])
		}
	}
	return err
}
