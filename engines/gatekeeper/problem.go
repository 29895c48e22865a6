package main

import (
	"errors"
	"regexp"

	"github.com/open-policy-agent/frameworks/constraint/pkg/apis/constraints"
)

// fieldInWords finds the field that a message speaks of.
var fieldInWords = regexp.MustCompile(`\bspec(\.[A-Za-z0-9_-]+|\[\d+\])+`)

// objectProblem puts an error at the field of the object that it names.
func objectProblem(object placed, err error) problem {
	found := problem{Problem: object.document.Problem(err.Error(), fieldInWords.FindString(err.Error()))}
	if errors.Is(err, constraints.ErrSchema) {
		found.Code = codeSchema
	}
	return found
}

// templateProblem puts an error of a compiler at the line of the template's code.
func templateProblem(template placed, err error) problem {
	found := objectProblem(template, err)
	if line := lineInRego(template, err.Error()); line > 0 {
		found.Line = line
	}
	return found
}
