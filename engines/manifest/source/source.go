// Package source reads the files that policies are written in, and names places in them.
package source

import "fmt"

// Source is a file as the harness read it.
type Source struct {
	Path string `json:"path"`
	Text string `json:"text"`
}

// Problem is something wrong with a file. Line is 1-based.
type Problem struct {
	Path    string `json:"path"`
	Line    int    `json:"line,omitempty"`
	Message string `json:"message"`
}

// Named is a policy that was found.
type Named struct {
	Name string `json:"name"`
	Kind string `json:"kind"`
	Path string `json:"path"`
	Line int    `json:"line"`
}

// Document is one YAML or JSON document of a source.
type Document struct {
	Path string
	// Line is where the document begins in its file, 1-based.
	Line int
	JSON []byte
	text string
}

// Empty is the problem of sources without any document.
func Empty(sources []Source, expected string) Problem {
	if len(sources) == 0 {
		return Problem{Message: "there is no source; give " + expected}
	}
	return Problem{Path: sources[0].Path, Line: 1, Message: fmt.Sprintf("the file holds no document; write %s", expected)}
}
