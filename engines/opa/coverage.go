package main

import (
	"maps"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/cover"
)

// fileCoverage is in lines, 1-based, both ends included. Percent is OPA's own figure.
type fileCoverage struct {
	Path    string   `json:"path"`
	Covered [][2]int `json:"covered"`
	Missed  [][2]int `json:"missed"`
	Percent float64  `json:"percent"`
}

// coverage reports on policies; tests are left out. A line of which a part was missed is missed.
func coverage(traced *cover.Cover, modules map[string]*ast.Module) []fileCoverage {
	policies := maps.Clone(modules)
	maps.DeleteFunc(policies, func(path string, m *ast.Module) bool { return isTest(m, path) })
	report := traced.Report(policies)
	files := make([]fileCoverage, 0, len(policies))
	for _, path := range slices.Sorted(maps.Keys(policies)) {
		file := report.Files[path]
		missed := rows(file.NotCovered)
		covered := rows(file.Covered)
		maps.DeleteFunc(covered, func(row int, _ bool) bool { return missed[row] })
		files = append(files, fileCoverage{path, ranges(covered), ranges(missed), file.Coverage})
	}
	return files
}

func rows(parts []cover.Range) map[int]bool {
	found := map[int]bool{}
	for _, part := range parts {
		for row := part.Start.Row; row <= part.End.Row; row++ {
			found[row] = true
		}
	}
	return found
}

func ranges(rows map[int]bool) [][2]int {
	joined := [][2]int{}
	for _, row := range slices.Sorted(maps.Keys(rows)) {
		if last := len(joined) - 1; last >= 0 && joined[last][1] == row-1 {
			joined[last][1] = row
		} else {
			joined = append(joined, [2]int{row, row})
		}
	}
	return joined
}
