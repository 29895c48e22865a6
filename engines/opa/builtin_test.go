package main

import (
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
)

func call(t *testing.T, name string, args ...string) string {
	t.Helper()
	return must[builtinResult](t, newEngine(), "builtin", fields{"name": name, "args": args}).Result
}

func TestBuiltinGivesOpasOwnResult(t *testing.T) {
	for _, c := range []struct {
		name string
		args []string
		want string
	}{
		{"sprintf", []string{`"%s has %v, %d <&>"`, `["app", {"b": {"x", 1}, "a": [null, true]}, 3]`}, `"app has {\"a\": [null, true], \"b\": {1, \"x\"}}, 3 <&>"`},
		{"sprintf", []string{`"%v %v"`, `[set(), {"k": set()}]`}, `"set() {\"k\": set()}"`},
		{"sprintf", []string{`"%d and %v"`, `[12345678901234567890, 1.5]`}, `"12345678901234567890 and 1.5"`},
		{"sprintf", []string{`"%d"`, `["x"]`}, `"%!d(string=x)"`},
		{"union", []string{`{{1}, {2, "a"}}`}, `{1,2,"a"}`},
		{"intersection", []string{`{{1}, {2}}`}, `set()`},
		{"object.union", []string{`{"a": {1}}`, `{2: "two"}`}, `{2:"two","a":{1}}`},
		{"semver.is_valid", []string{`"1"`}, `false`},
		{"time.format", []string{`0`}, `"1970-01-01T00:00:00Z"`},
		{"json.unmarshal", []string{`"{\"a\": 1e3}"`}, `{"a":1e3}`},
		{"units.parse", []string{`"1.5Gi"`}, `1610612736`},
	} {
		if got := call(t, c.name, c.args...); got != c.want {
			t.Errorf("%s%v: got %s, want %s", c.name, c.args, got, c.want)
		}
	}
}

func TestBuiltinCarriesEveryStringThereAndBack(t *testing.T) {
	for _, text := range []string{"", "é漢😀", "\x00\x07\x0b\x1f\x7f", "\u0085\u00a0\u2028\ufeff", `"\/` + "\b\f\n\r\t", "<script>&", "\U000e0001"} {
		term := string(appendString(nil, text))
		if got := call(t, "sprintf", `"%s"`, "["+term+"]"); got != term {
			t.Errorf("%q: sent %s, got %s", text, term, got)
		}
		// A set beside it makes the argument Rego instead of JSON.
		if got := call(t, "sprintf", `"%[1]s"`, "["+term+", {1}]"); got != term {
			t.Errorf("%q in Rego: sent %s, got %s", text, term, got)
		}
	}
}

func TestEveryKindOfValueIsReadBackAsItWasWritten(t *testing.T) {
	for _, text := range []string{
		`null`, `true`, `-0.5`, `1e400`, `123456789012345678901234567890`, `[]`, `{}`, `set()`, `{1}`, `[[{"a"}], {}]`,
		`{{"a": {set(), {1, 2}}}: [null, "\u0007"], 1: 2, [true]: "x"}`,
	} {
		want := ast.MustParseTerm(text)
		got, err := readTerm(string(appendTerm(nil, want)))
		if err != nil || !got.Equal(want) {
			t.Errorf("%s: wrote %s, read %v, %v", text, appendTerm(nil, want), got, err)
		}
	}
}

func TestBuiltinErrorsAreOpasWords(t *testing.T) {
	for name, want := range map[string]string{
		"units.parse":    "units.parse: units.parse: no amount provided",
		"json.unmarshal": "json.unmarshal: invalid character 'x' looking for beginning of value",
		"semver.compare": "semver.compare: operand 1 must be string but got set",
	} {
		args := map[string][]string{"semver.compare": {"{1}", `"1.0.0"`}}[name]
		if args == nil {
			args = []string{`"x"`}
		}
		if failed := fails(t, "builtin", fields{"name": name, "args": args}, "bad-input"); failed.Message != want {
			t.Errorf("%s: got %q", name, failed.Message)
		}
	}
}

func TestBuiltinIsEmptyWhereTheResultIsUndefined(t *testing.T) {
	if got := call(t, "max", "[]"); got != "" {
		t.Errorf("got %s", got)
	}
}

func TestBuiltinRefusesWhatItCannotCall(t *testing.T) {
	for name, args := range map[string][]string{
		"no.such": {}, "sprintf": {`"%s"`}, "count": {"input.x"}, "upper": {`"a", "b"`}, "lower": {`count([])`},
		"trim": {"x", "y"}, "walk": {"{}"}, "sum": {""}, "eq": {"1", "1"},
	} {
		failed := fails(t, "builtin", fields{"name": name, "args": args}, "bad-request")
		if !strings.Contains(failed.Message, "`"+name+"`") {
			t.Errorf("%s: got %q", name, failed.Message)
		}
	}
}
