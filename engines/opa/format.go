package main

import (
	"encoding/json"

	"assay.dev/engines/wire"
	"github.com/open-policy-agent/opa/v1/format"
)

type formatted struct {
	Path    string `json:"path"`
	Text    string `json:"text"`
	Changed bool   `json:"changed"`
}

// formatModules is `opa fmt`, in the modules' own Rego version.
func formatModules(body json.RawMessage) (any, error) {
	var asked sources
	if err := wire.Decode(body, &asked); err != nil {
		return nil, err
	}
	modules, err := asked.sorted()
	if err != nil {
		return nil, err
	}
	results := make([]formatted, 0, len(modules))
	var broken []diagnostic
	for _, m := range modules {
		options := m.parserOptions()
		text, err := format.SourceWithOpts(m.Path, []byte(m.Text), format.Opts{RegoVersion: options.RegoVersion, ParserOptions: &options})
		if err != nil {
			broken = append(broken, diagnose(err, m.Path)...)
			continue
		}
		results = append(results, formatted{m.Path, string(text), string(text) != m.Text})
	}
	if len(broken) > 0 {
		return nil, refuse(broken)
	}
	return map[string]any{"modules": results}, nil
}
