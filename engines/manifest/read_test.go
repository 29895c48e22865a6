package manifest

import (
	"strings"
	"testing"
)

func readOne(t *testing.T, text string) string {
	t.Helper()
	value, err := JSON(text)
	if err != nil {
		t.Fatalf("reading %q: %v", text, err)
	}
	return string(value)
}

func TestScalarsAreReadAsYAML11(t *testing.T) {
	for text, want := range map[string]string{
		"a: yes":        `{"a":true}`,
		"a: on":         `{"a":true}`,
		"a: off":        `{"a":false}`,
		"a: \"yes\"":    `{"a":"yes"}`,
		"a: 0755":       `{"a":493}`,
		"a: 0o755":      `{"a":493}`,
		"a: 3607":       `{"a":3607}`,
		"a: 3607.0":     `{"a":3607}`,
		"a: 4294967296": `{"a":4294967296}`,
		"a: 1_000":      `{"a":1000}`,
		"a: ~":          `{"a":null}`,
		"on: x":         `{"true":"x"}`,
		"1: x":          `{"1":"x"}`,
		"a: 1.20":       `{"a":1.2}`,
		"a: 12:30:45":   `{"a":"12:30:45"}`,
		"y: n":          `{"true":false}`,
	} {
		if got := readOne(t, text); got != want {
			t.Errorf("%q is read as %s, want %s", text, got, want)
		}
	}
}

func TestAnchorsAndMergeKeysAreResolved(t *testing.T) {
	got := readOne(t, "base: &b {x: 1}\nuse: {<<: *b, z: 2}\n")
	if want := `{"base":{"x":1},"use":{"x":1,"z":2}}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestAKeyThatOccursTwiceIsAnErrorAtItsLineOfTheFile(t *testing.T) {
	documents := Read("# first\na: 1\n---\nb: 1\nc: 2\nb: 3\n")
	if len(documents) != 2 || documents[0].Error != "" {
		t.Fatalf("got %+v", documents)
	}
	for _, part := range []string{"error converting YAML to JSON", "line 6", `"b" already set in map`} {
		if !strings.Contains(documents[1].Error, part) {
			t.Errorf("%q does not contain %q", documents[1].Error, part)
		}
	}
}

func TestADuplicateInJSONIsAnErrorToo(t *testing.T) {
	documents := Read(`{"a": {"b": 1, "b": 2}}`)
	if len(documents) != 1 || !strings.Contains(documents[0].Error, `duplicate field "a.b"`) {
		t.Errorf("got %+v", documents)
	}
}

func TestAStreamIsSplitWithTheLinesOfItsDocuments(t *testing.T) {
	text := "---\n# comment\n\nkind: A\n---\n# nothing here\n---\nkind: B\ntext: |\n  ---\n--- # third\nkind: C\n"
	var got []string
	for _, d := range Read(text) {
		got = append(got, string(d.Object)+d.Error)
		if line := strings.Split(text, "\n")[d.Line-1]; !strings.HasPrefix(line, "kind: ") {
			t.Errorf("the document %s begins at line %d: %q", d.Object, d.Line, line)
		}
	}
	want := `{"kind":"A"} {"kind":"B","text":"---\n"} {"kind":"C"}`
	if strings.Join(got, " ") != want {
		t.Errorf("got %s, want %s", strings.Join(got, " "), want)
	}
}

func TestJSONMayBeAStreamAndMayBeIndentedWithTabs(t *testing.T) {
	documents := Read("{\n\t\"kind\": \"A\"\n}\n{\"kind\": \"B\"}")
	if len(documents) != 2 || documents[0].Line != 1 || documents[1].Line != 4 || string(documents[1].Object) != `{"kind": "B"}` {
		t.Errorf("got %+v", documents)
	}
}

func TestYAMLInFlowStyleIsNotTakenForJSON(t *testing.T) {
	if got := readOne(t, "{kind: A, on: yes}"); got != `{"kind":"A","true":true}` {
		t.Errorf("got %s", got)
	}
}

func TestAListGivesItsItems(t *testing.T) {
	documents := Read("apiVersion: v1\nkind: List\nitems:\n- {kind: A}\n- {kind: B}\n")
	if len(documents) != 2 || string(documents[1].Object) != `{"kind":"B"}` {
		t.Errorf("got %+v", documents)
	}
}

func TestWhatIsNoObjectIsAnErrorOfItsDocumentOnly(t *testing.T) {
	documents := Read("just text\n---\nkind: A\n---\na: [\n")
	if len(documents) != 3 || documents[0].Error == "" || documents[1].Error != "" || documents[2].Error == "" {
		t.Errorf("got %+v", documents)
	}
}

func TestSeveralDocumentsWhereOneIsWantedAreAnError(t *testing.T) {
	for _, text := range []string{"", "# only a comment", "a: 1\n---\nb: 2\n"} {
		if _, err := JSON(text); err == nil {
			t.Errorf("%q is read as one document", text)
		}
	}
}
