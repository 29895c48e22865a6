package source

import "testing"

const text = `# a comment
---
metadata:
  name: first
---
metadata: {name: second}
spec: &spec
  validations:
  - message: m
    expression: "a"
  - expression: |
      b
again: *spec
`

func TestAProblemStandsAtTheLineOfItsField(t *testing.T) {
	documents, problems := Read([]Source{{Path: "p.yaml", Text: text}})
	if len(documents) != 2 || len(problems) != 0 {
		t.Fatalf("got %+v, %+v", documents, problems)
	}
	for field, want := range map[string]int{
		"":                                6,
		"metadata.name":                   6,
		"spec":                            7,
		"spec.validations[0].expression":  10,
		"spec.validations[1].expression":  11,
		"spec.validations[1].reason":      11,
		"spec.validations[7]":             8,
		"again.validations[0].expression": 10,
		"nothing.there":                   6,
	} {
		if got := documents[1].Problem("m", field); got.Line != want || got.Path != "p.yaml" || got.Message != "m" {
			t.Errorf("`%s` is at %+v, want line %d", field, got, want)
		}
	}
	if got := documents[0].Problem("m", "metadata.name"); got.Line != 4 {
		t.Errorf("the first name is at line %d, want 4", got.Line)
	}
}

func TestWhatIsNoDocumentIsAProblemAndTheRestIsRead(t *testing.T) {
	documents, problems := Read([]Source{{Path: "p.yaml", Text: "a: 1\n---\na: 1\na: 2\n"}, {Path: "q.yaml", Text: "b: 1\n"}})
	if len(documents) != 2 || documents[1].Path != "q.yaml" || len(problems) != 1 || problems[0].Line != 3 || problems[0].Path != "p.yaml" {
		t.Errorf("got %+v, %+v", documents, problems)
	}
}

func TestTheTextOfAFieldBeginsAfterItsBar(t *testing.T) {
	documents, _ := Read([]Source{{Path: "p.yaml", Text: text}})
	for field, want := range map[string]struct {
		line   int
		byLine bool
	}{
		"spec.validations[1].expression": {12, true},
		"spec.validations[0].expression": {10, false},
		"nothing.there":                  {6, false},
	} {
		if line, byLine := documents[1].TextLine(field); line != want.line || byLine != want.byLine {
			t.Errorf("the text of `%s` is at %d, %t, want %+v", field, line, byLine, want)
		}
	}
}
