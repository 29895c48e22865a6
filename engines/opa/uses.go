package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"assay.dev/engines/wire"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
)

// uses answers the op `uses`: what decides what policies say. Many are asked for at once, because compiling the library is most of the work.
func uses(body json.RawMessage) (any, error) {
	var asked struct {
		sources
		Asked []askedUse `json:"asked"`
	}
	if err := wire.Decode(body, &asked); err != nil {
		return nil, err
	}
	known, diagnostics, err := asked.known()
	if err != nil {
		return nil, err
	}
	all := []*used{}
	for _, one := range asked.Asked {
		found, err := known.used(one)
		if err != nil {
			return nil, err
		}
		all = append(all, found)
	}
	return map[string]any{"uses": all, "diagnostics": append([]diagnostic{}, diagnostics...)}, nil
}

// known compiles the modules; what is wrong with some keeps nothing from being known of policies that need none of these.
func (s sources) known() (*known, []diagnostic, error) {
	parsed, broken, err := s.parse()
	if err != nil {
		return nil, nil, err
	}
	compiler := newCompiler()
	if compiler.Compile(parsed); len(broken) > 0 || compiler.Failed() {
		broken = inOrder(append(broken, checkInRounds(parsed, len(broken) == 0, false)...))
		compiler = newCompiler().WithSkipStages(ast.StageCheckUndefinedFuncs)
		if compiler.Compile(parsed); compiler.Failed() {
			return nil, nil, refuse(broken)
		}
	}
	known := &known{compiler: compiler, texts: map[*ast.Rule]string{}, beside: map[string]map[string]bool{}, halved: map[string]bool{}}
	for _, m := range s.Modules {
		if parsed[m.Path] == nil {
			known.missing = append(known.missing, packageOf(m.Text))
		}
	}
	return known, broken, nil
}

// packageOf is the package of a module that does not parse, as far as it can be told; else it may be any.
func packageOf(text string) ast.Ref {
	for line := range strings.Lines(text) {
		if found, err := ast.ParsePackage(line); err == nil {
			return found.Path
		}
	}
	return ast.DefaultRootRef
}

// askedUse is a policy: its own modules, and what it asks for beside their packages.
type askedUse struct {
	Paths       []string `json:"paths"`
	Entrypoints []string `json:"entrypoints"`
}

// used is what docs/wire.md says of the op `uses`.
type used struct {
	Rules   string     `json:"rules"`
	Modules []string   `json:"modules"`
	Needs   []string   `json:"needs"`
	Data    [][]string `json:"data"`
}

// known is what is found out once for all who use it.
type known struct {
	compiler *ast.Compiler
	texts    map[*ast.Rule]string
	// beside are the paths of the modules that one refers to.
	beside map[string]map[string]bool
	// missing are the packages of modules that are broken, and halved the paths of those that may refer to one.
	missing []ast.Ref
	halved  map[string]bool
}

// used is nothing where a module that is needed is broken.
func (k *known) used(asked askedUse) (*used, error) {
	user := &user{k, map[*ast.Rule]bool{}, map[string]bool{}, map[string][]string{}}
	for _, path := range asked.Paths {
		m := k.compiler.Modules[path]
		if m == nil || k.isMissing(m.Package.Path) {
			return nil, nil
		}
		user.module(m, path)
	}
	for _, entrypoint := range asked.Entrypoints {
		path, ok := storage.ParsePath("/" + entrypoint)
		if !ok {
			continue
		}
		ref := path.Ref(ast.DefaultRootDocument)
		if k.isMissing(ref) {
			return nil, nil
		}
		user.document(ref)
	}
	return user.found()
}

// isMissing says whether a ref may mean what stands in a module that is broken.
func (k *known) isMissing(ref ast.Ref) bool {
	return slices.ContainsFunc(k.missing, func(of ast.Ref) bool { return meet(ref.ConstantPrefix(), of) })
}

// needs are modules, and all that they refer to, through others too.
func (k *known) needs(modules map[string]bool) map[string]bool {
	found := maps.Clone(modules)
	for open := sortedKeys(modules); len(open) > 0; open = open[1:] {
		for path := range k.besideOf(open[0]) {
			if !found[path] {
				found[path] = true
				open = append(open, path)
			}
		}
	}
	return found
}

func (k *known) besideOf(path string) map[string]bool {
	if found, ok := k.beside[path]; ok {
		return found
	}
	found := map[string]bool{}
	for _, rule := range k.compiler.Modules[path].Rules {
		walkData(rule, func(ref ast.Ref) {
			k.halved[path] = k.halved[path] || k.isMissing(ref)
			for _, other := range k.rules(ref) {
				found[other.Loc().File] = true
			}
		})
	}
	k.beside[path] = found
	return found
}

// rules are all that a ref may mean.
func (k *known) rules(ref ast.Ref) []*ast.Rule {
	return k.compiler.GetRulesDynamicWithOpts(ref, ast.RulesOptions{IncludeHiddenModules: true})
}

// walkData visits the refs under `data`; names are full refs in what the compiler gives.
func walkData(rule *ast.Rule, visit func(ast.Ref)) {
	ast.WalkRefs(rule, func(ref ast.Ref) bool {
		if ref.HasPrefix(ast.DefaultRootRef) {
			visit(ref)
		}
		return false
	})
}

// user follows what a policy refers to.
type user struct {
	*known
	reached map[*ast.Rule]bool
	modules map[string]bool
	data    map[string][]string
}

// module takes every rule of a module's package: any may be asked for. The module counts even where it has none.
func (u *user) module(m *ast.Module, path string) {
	u.modules[path] = true
	for _, rule := range u.compiler.GetRulesWithPrefix(m.Package.Path) {
		u.rule(rule)
	}
}

func (u *user) document(ref ast.Ref) {
	isRule := false
	for _, rule := range u.rules(ref) {
		u.rule(rule)
		isRule = isRule || ref.HasPrefix(rule.Ref().GroundPrefix())
	}
	if !isRule {
		names := namesOf(ref)
		u.data[fmt.Sprintf("%q", names)] = names
	}
}

func (u *user) rule(rule *ast.Rule) {
	if !u.reached[rule] {
		u.reached[rule] = true
		u.modules[rule.Loc().File] = true
		walkData(rule, u.document)
	}
}

func (u *user) found() (*used, error) {
	needs := sortedKeys(u.needs(u.modules))
	if slices.ContainsFunc(needs, func(path string) bool { return u.halved[path] }) {
		return nil, nil
	}
	texts := []string{}
	for rule := range u.reached {
		text, err := u.text(rule)
		if err != nil {
			return nil, err
		}
		texts = append(texts, text)
	}
	slices.Sort(texts)
	hash := sha256.New()
	for _, text := range texts {
		hash.Write([]byte(text + "\n"))
	}
	data := [][]string{}
	for _, key := range slices.Sorted(maps.Keys(u.data)) {
		data = append(data, u.data[key])
	}
	return &used{hex.EncodeToString(hash.Sum(nil)), sortedKeys(u.modules), needs, data}, nil
}

// text is the tree of a compiled rule, whatever its place, its comments and the names of its variables are.
func (k *known) text(rule *ast.Rule) (string, error) {
	if text, ok := k.texts[rule]; ok {
		return text, nil
	}
	bare := rule.Copy()
	for each := bare; each != nil; each = each.Else {
		each.Annotations = nil
	}
	tree, err := json.Marshal(bare)
	if err != nil {
		return "", err
	}
	names := map[string]string{}
	renamed := localVariable.ReplaceAllStringFunc(string(tree), func(variable string) string {
		if names[variable] == "" {
			names[variable] = fmt.Sprintf(`"type":"var","value":"local %d"`, len(names))
		}
		return names[variable]
	})
	k.texts[rule] = rule.Ref().String() + " " + renamed
	return k.texts[rule], nil
}

// localVariable is a variable with a name of the compiler's, which numbers those of all modules in turn.
var localVariable = regexp.MustCompile(`"type":"var","value":"__local\d+__"`)

// namesOf are the names under `data` that a ref follows, as far as they are known.
func namesOf(ref ast.Ref) []string {
	names := []string{}
	for _, term := range ref[1:] {
		name, ok := term.Value.(ast.String)
		if !ok {
			break
		}
		names = append(names, string(name))
	}
	return names
}
