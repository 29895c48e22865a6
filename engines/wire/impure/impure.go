// Package impure says which builtins of Rego an engine refuses: every engine that evaluates Rego refuses the same ones.
package impure

const (
	network     = "it reaches the network"
	clock       = "it reads the clock"
	environment = "it reads the environment of the process"
	chance      = "it draws random numbers"
)

// Builtins are those whose result depends on more than their arguments, with the reason. A verdict that hangs on one could not be
// repeated. json.match_schema and json.verify_schema are not among them: all they could reach is the network, which capabilities close.
var Builtins = map[string]string{
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
