package main

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"assay.dev/engines/wire"
	"github.com/open-policy-agent/opa/v1/ast"
)

// module is one Rego file as it comes over the wire.
type module struct {
	Path string `json:"path"`
	Text string `json:"text"`
	V0   bool   `json:"v0"`
}

// sources are the modules of a request; every op that takes any embeds it.
type sources struct {
	Modules []module `json:"modules"`
	V0      bool     `json:"v0"`
}

// sorted returns the modules by path. Two with one path are a bad request: one would silently replace the other.
func (s sources) sorted() ([]module, error) {
	modules := slices.SortedFunc(slices.Values(s.Modules), func(a, b module) int { return cmp.Compare(a.Path, b.Path) })
	for i := range modules {
		modules[i].V0 = modules[i].V0 || s.V0
		if i > 0 && modules[i].Path == modules[i-1].Path {
			return nil, wire.BadRequest(fmt.Sprintf("two modules have the path `%s`", modules[i].Path))
		}
	}
	return modules, nil
}

func (m module) parserOptions() ast.ParserOptions {
	version := ast.RegoV1
	if m.V0 {
		version = ast.RegoV0
	}
	return ast.ParserOptions{RegoVersion: version, ProcessAnnotation: true, Capabilities: capabilities}
}

func (m module) parse() (*ast.Module, error) {
	parsed, err := ast.ParseModuleWithOpts(m.Path, m.Text, m.parserOptions())
	if err != nil {
		return nil, err
	}
	if parsed == nil {
		return nil, ast.NewError(ast.ParseErr, &ast.Location{File: m.Path, Row: 1, Col: 1}, "empty module: a Rego file starts with a package")
	}
	return parsed, nil
}

// parse parses every module, and goes on after one that fails.
func (s sources) parse() (map[string]*ast.Module, []diagnostic, error) {
	modules, err := s.sorted()
	if err != nil {
		return nil, nil, err
	}
	parsed := make(map[string]*ast.Module, len(modules))
	var broken []diagnostic
	for _, m := range modules {
		if tree, err := m.parse(); err != nil {
			broken = append(broken, diagnose(err, m.Path)...)
		} else {
			parsed[m.Path] = tree
		}
	}
	return parsed, broken, nil
}

// parseAll is parse for ops that need every module.
func (s sources) parseAll() (map[string]*ast.Module, error) {
	parsed, broken, err := s.parse()
	if err != nil {
		return nil, err
	}
	if len(broken) > 0 {
		return nil, refuse(broken)
	}
	return parsed, nil
}

// compiled is parseAll, and a compiler that has taken every module.
func (s sources) compiled() (*ast.Compiler, map[string]*ast.Module, error) {
	parsed, err := s.parseAll()
	if err != nil {
		return nil, nil, err
	}
	compiler := newCompiler()
	if err := compileAll(compiler, parsed); err != nil {
		return nil, nil, err
	}
	return compiler, parsed, nil
}

// isTest tells unit tests from policies: by the package, by the file's name, or by a rule that `opa test` would run.
func isTest(m *ast.Module, file string) bool {
	last := m.Package.Path[len(m.Package.Path)-1].Value
	if name, ok := last.(ast.String); ok && strings.HasSuffix(string(name), "_test") {
		return true
	}
	return strings.HasSuffix(path.Base(file), "_test.rego") || slices.ContainsFunc(m.Rules, func(rule *ast.Rule) bool {
		name := ruleName(rule)
		return strings.HasPrefix(name, "test_") || strings.HasPrefix(name, "todo_test_")
	})
}

// ruleName is the rule's name in its package: `deny` for `deny contains msg`, `deny[msg]` and `deny.sub[x]`.
func ruleName(rule *ast.Rule) string {
	if name, ok := rule.Head.Ref()[0].Value.(ast.Var); ok {
		return string(name)
	}
	return rule.Head.Ref()[0].String()
}
