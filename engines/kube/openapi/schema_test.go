package openapi

import (
	"slices"
	"testing"

	"k8s.io/apimachinery/pkg/runtime/schema"
)

func kindNamed(t *testing.T, s *Schema, name string) Kind {
	t.Helper()
	for _, kind := range s.Kinds {
		if kind.Kind == name && kind.Version == "v1" {
			return kind
		}
	}
	t.Fatalf("there is no kind %s", name)
	return Kind{}
}

func TestTheSchemaHasTheKindsThatCanBeCreated(t *testing.T) {
	s := Export(nil)
	pod := kindNamed(t, s, "Pod")
	if pod.Resource != "pods" || !pod.Namespaced || !slices.Contains(pod.SubResources, "ephemeralcontainers") {
		t.Errorf("Pod is %+v", pod)
	}
	if deployment := kindNamed(t, s, "Deployment"); deployment.Group != "apps" || !slices.Contains(deployment.SubResources, "scale") {
		t.Errorf("Deployment is %+v", deployment)
	}
	if namespace := kindNamed(t, s, "Namespace"); namespace.Namespaced {
		t.Errorf("Namespace is %+v", namespace)
	}
	for _, kind := range s.Kinds {
		if s.Definitions[kind.Definition] == nil || len(s.Definitions[kind.Definition].Properties) == 0 {
			t.Errorf("%s has no definition", kind.Kind)
		}
	}
}

func TestADefinitionSaysWhatTheServerSays(t *testing.T) {
	s := Export([]schema.GroupVersionKind{{Version: "v1", Kind: "Pod"}})
	if len(s.Kinds) != 1 {
		t.Fatalf("kinds %+v", s.Kinds)
	}
	spec := s.Definitions["io.k8s.api.core.v1.PodSpec"]
	if !slices.Equal(spec.Required, []string{"containers"}) || !slices.Equal(spec.Properties["containers"].ListMapKeys, []string{"name"}) {
		t.Errorf("PodSpec requires %v, containers %+v", spec.Required, spec.Properties["containers"])
	}
	container := s.Definitions["io.k8s.api.core.v1.Container"]
	if enum := container.Properties["imagePullPolicy"].Enum; !slices.Equal(enum, []string{"Always", "IfNotPresent", "Never"}) {
		t.Errorf("imagePullPolicy %v", enum)
	}
	if format := s.Definitions["io.k8s.apimachinery.pkg.util.intstr.IntOrString"].Format; format != "int-or-string" {
		t.Errorf("IntOrString %q", format)
	}
}

func TestEveryReferenceLeadsToADefinition(t *testing.T) {
	s := Export(nil)
	var check func(where string, node *Node)
	check = func(where string, node *Node) {
		if node == nil {
			return
		}
		if node.Ref != "" && s.Definitions[node.Ref] == nil {
			t.Errorf("%s leads to %s, which is not there", where, node.Ref)
		}
		for name, property := range node.Properties {
			check(where+"."+name, property)
		}
		check(where+"[]", node.Items)
		check(where+"{}", node.AdditionalProperties)
	}
	for name, node := range s.Definitions {
		check(name, node)
	}
}
