package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"assay.dev/engines/wire"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/cover"
)

// covering gathers what the evaluations of a handle cover, by OPA's own tracer.
type covering struct {
	traced *cover.Cover
	// counted are the modules that coverage is told of, with the rules that count.
	counted map[string]*ast.Module
}

// newCovering counts the modules of these paths whole, and of others the rules that the entrypoints reach: what a library has for others is not theirs to cover.
func newCovering(paths []string, parsed map[string]*ast.Module, compiler *ast.Compiler, entrypoints []ast.Ref) *covering {
	reader := newReader(compiler)
	for _, ref := range entrypoints {
		reader.rules(ref)
	}
	reached := map[string]bool{}
	for rule := range reader.seen {
		reached[rule.Loc().String()] = true
	}
	made := &covering{cover.New(), map[string]*ast.Module{}}
	for path, module := range parsed {
		if slices.Contains(paths, path) {
			made.counted[path] = module
			continue
		}
		part := *module
		part.Rules = slices.DeleteFunc(slices.Clone(module.Rules), func(rule *ast.Rule) bool { return !reached[rule.Loc().String()] })
		if len(part.Rules) > 0 {
			made.counted[path] = &part
		}
	}
	return made
}

// coveredFile is the coverage of a file by what one handle evaluated.
type coveredFile struct {
	fileCoverage
	// Untrue are the missed lines on which a rule begins: nothing made it true.
	Untrue []int `json:"untrue"`
}

// covered answers the op `coverage`: of each handle, its files.
func (e *engine) covered(body json.RawMessage) (any, error) {
	var asked struct {
		Handles []string `json:"handles"`
	}
	if err := wire.Decode(body, &asked); err != nil {
		return nil, err
	}
	files := []coveredFile{}
	for _, handle := range asked.Handles {
		ready, known := e.prepared[handle]
		if !known || ready.cover == nil {
			return nil, wire.BadRequest(fmt.Sprintf("no handle `%s` that covers: `prepare` it with `cover`", handle))
		}
		for _, file := range coverage(ready.cover.traced, ready.cover.counted) {
			files = append(files, coveredFile{file, untrue(ready.cover.counted[file.Path], file.Missed)})
		}
	}
	return struct {
		Files []coveredFile `json:"files"`
	}{files}, nil
}

func untrue(module *ast.Module, missed [][2]int) []int {
	found := map[int]bool{}
	ast.WalkRules(module, func(rule *ast.Rule) bool {
		row := rule.Head.Loc().Row
		if slices.ContainsFunc(missed, func(part [2]int) bool { return part[0] <= row && row <= part[1] }) {
			found[row] = true
		}
		return false
	})
	return slices.Sorted(maps.Keys(found))
}
