package main

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

const (
	network     = "it reaches the network"
	clock       = "it reads the clock"
	environment = "it reads the environment of the process"
	chance      = "it draws random numbers"
)

// refused are the builtins whose result depends on more than their arguments, with the reason. A verdict that hangs on one could not be
// repeated. json.match_schema and json.verify_schema stay: all they could reach is the network, which capabilities closes.
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

// capabilities are OPA's own without what is refused and without any host that may be reached.
var capabilities = func() *ast.Capabilities {
	own := ast.CapabilitiesForThisVersion()
	own.AllowNet = []string{}
	own.Builtins = slices.DeleteFunc(own.Builtins, func(builtin *ast.Builtin) bool {
		_, no := refused[builtin.Name]
		return no
	})
	return own
}()

func refusal(builtin string) string {
	return "`" + builtin + "` is refused because " + refused[builtin] +
		", and a verdict must depend on the request alone: pass the value in through `input` or `data`"
}
