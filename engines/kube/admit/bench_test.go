package admit

import (
	"context"
	"encoding/json"
	"testing"

	"assay.dev/engines/manifest"
)

func BenchmarkAdmitPod(b *testing.B) {
	body, _ := manifest.JSON(pod)
	request := &Request{Operation: "CREATE", Object: body}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Admit(context.Background(), emptyCluster{}, request, Options{Validate: true}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAdmitAndReviewPod(b *testing.B) {
	body, _ := manifest.JSON(pod)
	request := &Request{Operation: "CREATE", Object: body}
	for b.Loop() {
		admitted, err := Admit(context.Background(), emptyCluster{}, request, Options{Validate: true})
		if err != nil {
			b.Fatal(err)
		}
		review, _ := Review(admitted)
		if _, err := json.Marshal(review); err != nil {
			b.Fatal(err)
		}
	}
}
