package registry

import (
	"testing"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"assay.dev/engines/kube/release"
)

func TestAnOlderServerServesNoKindThatCameLater(t *testing.T) {
	kind := schema.GroupVersionKind{Group: "admissionregistration.k8s.io", Version: "v1", Kind: "MutatingAdmissionPolicy"}
	if Default().ForKind(kind) == nil {
		t.Errorf("%s is not served", kind)
	}
	own := release.Known().Own
	if err := release.Emulate("1.35"); err != nil {
		t.Fatal(err)
	}
	older, err := build()
	if restored := release.Emulate(own); err != nil || restored != nil {
		t.Fatal(err, restored)
	}
	if older.ForKind(kind) != nil {
		t.Errorf("%s is served in 1.35", kind)
	}
	if older.ForKind(schema.GroupVersionKind{Version: "v1", Kind: "Pod"}) == nil {
		t.Error("pods are not served in 1.35")
	}
}
