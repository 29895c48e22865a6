package main

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"assay.dev/engines/wire"
	"github.com/open-policy-agent/opa/v1/ast"
)

type inspected struct {
	Packages    []packageInfo    `json:"packages"`
	Entrypoints []entrypointInfo `json:"entrypoints"`
}

type packageInfo struct {
	Path        string       `json:"path"`
	Package     string       `json:"package"`
	Rules       []string     `json:"rules"`
	Annotations *annotations `json:"annotations,omitempty"`
}

// annotations are those of the package, or else of the first annotated rule in the file.
type annotations struct {
	Title       string         `json:"title,omitempty"`
	Description string         `json:"description,omitempty"`
	Custom      map[string]any `json:"custom,omitempty"`
}

type entrypointInfo struct {
	Ref     string   `json:"ref"`
	Package string   `json:"package"`
	Rule    string   `json:"rule"`
	Kind    string   `json:"kind"`
	Path    string   `json:"path"`
	Row     int      `json:"row"`
	Shapes  []string `json:"shapes"`
}

var kinds = []string{"deny", "violation", "warn", "response"}

// inspect says what is in the modules: packages, and the rules that a policy engine would query.
func inspect(body json.RawMessage) (any, error) {
	var asked sources
	if err := wire.Decode(body, &asked); err != nil {
		return nil, err
	}
	compiler, parsed, err := asked.compiled()
	if err != nil {
		return nil, err
	}
	found := inspected{[]packageInfo{}, []entrypointInfo{}}
	for _, path := range slices.Sorted(maps.Keys(parsed)) {
		if m := parsed[path]; !isTest(m, path) {
			found.Packages = append(found.Packages, inspectModule(m, path))
			found.Entrypoints = append(found.Entrypoints, entrypointsOf(m, path)...)
		}
	}
	found.Entrypoints = oncePerRule(found.Entrypoints)
	for i := range found.Entrypoints {
		ref, err := entrypointRef(compiler, found.Entrypoints[i].Ref)
		if err != nil {
			return nil, err
		}
		found.Entrypoints[i].Shapes = shapes(compiler, ref)
	}
	return found, nil
}

func inspectModule(m *ast.Module, path string) packageInfo {
	names := map[string]bool{}
	for _, rule := range m.Rules {
		names[ruleName(rule)] = true
	}
	return packageInfo{path, dotted(m.Package), slices.AppendSeq([]string{}, slices.Values(slices.Sorted(maps.Keys(names)))), annotationsOf(m)}
}

func annotationsOf(m *ast.Module) *annotations {
	var first *ast.Annotations
	for _, each := range m.Annotations {
		if each.Scope == "package" {
			first = each
			break
		}
		first = cmp.Or(first, each)
	}
	if first == nil {
		return nil
	}
	return &annotations{first.Title, first.Description, first.Custom}
}

func entrypointsOf(m *ast.Module, path string) []entrypointInfo {
	var found []entrypointInfo
	for _, rule := range m.Rules {
		name := ruleName(rule)
		kind := kindOf(name)
		if kind == "" || len(rule.Head.Args) > 0 {
			continue
		}
		in := dotted(m.Package)
		ref := strings.ReplaceAll(in, ".", "/") + "/" + name
		found = append(found, entrypointInfo{Ref: ref, Package: in, Rule: name, Kind: kind, Path: path, Row: rule.Location.Row})
	}
	return found
}

// kindOf is what a rule of that name decides: it is named for it, alone or, as conftest has it, with more behind it. It is empty for all others.
func kindOf(name string) string {
	for _, kind := range kinds {
		if name == kind || kind != "response" && strings.HasPrefix(name, kind+"_") {
			return kind
		}
	}
	return ""
}

// oncePerRule keeps the first place of a rule that is written in parts; the order is by ref.
func oncePerRule(found []entrypointInfo) []entrypointInfo {
	slices.SortStableFunc(found, func(a, b entrypointInfo) int { return cmp.Compare(a.Ref, b.Ref) })
	return slices.CompactFunc(found, func(a, b entrypointInfo) bool { return a.Ref == b.Ref })
}

// dotted is the package as it is written, without `data`.
func dotted(p *ast.Package) string {
	return strings.TrimPrefix(p.Path.String(), "data.")
}
