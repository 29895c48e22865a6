package world

import (
	"sync"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
)

// definitions are those that the server took, by the text in which they came. Taking one in is dear, and so is what the handler of its resources
// compiles, which knows it by its address; worlds that hold the same one are many.
type definitions struct {
	sync.Mutex
	byText map[string]*apiextensionsv1.CustomResourceDefinition
}

const mostDefinitions = 128

var taken = &definitions{byText: map[string]*apiextensionsv1.CustomResourceDefinition{}}

func (d *definitions) of(text []byte) (*apiextensionsv1.CustomResourceDefinition, bool) {
	d.Lock()
	defer d.Unlock()
	known, ok := d.byText[string(text)]
	return known, ok
}

func (d *definitions) keep(text []byte, crd *apiextensionsv1.CustomResourceDefinition) {
	d.Lock()
	defer d.Unlock()
	if len(d.byText) >= mostDefinitions {
		clear(d.byText)
	}
	d.byText[string(text)] = crd
}
