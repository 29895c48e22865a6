package judge

import "testing"

func TestInventoryIsWhatTheServerStores(t *testing.T) {
	b := newBench(t)
	b.world(`
namespaces:
  - {apiVersion: v1, kind: Namespace, metadata: {name: team-a}}
objects:
  - {apiVersion: v1, kind: Secret, metadata: {name: token, namespace: team-a}, stringData: {key: value}}
  - {apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: reader}, rules: []}
  - {apiVersion: example.com/v1, kind: Team, metadata: {name: blue}, spec: {members: [a]}}
crds:
  - apiVersion: apiextensions.k8s.io/v1
    kind: CustomResourceDefinition
    metadata: {name: teams.example.com}
    spec:
      group: example.com
      names: {kind: Team, plural: teams, singular: team, listKind: TeamList}
      scope: Cluster
      versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}]
`)
	var answer struct {
		Inventory struct {
			Cluster   map[string]map[string]map[string]map[string]any
			Namespace map[string]map[string]map[string]map[string]map[string]any
		}
	}
	b.ask("inventory", map[string]any{"world": "w"}, &answer)
	secret := answer.Inventory.Namespace["team-a"]["v1"]["Secret"]["token"]
	if secret["type"] != "Opaque" || secret["kind"] != "Secret" || secret["apiVersion"] != "v1" {
		t.Errorf("the Secret is stored with its default and its kind, got %v", secret)
	}
	cluster := answer.Inventory.Cluster
	if cluster["rbac.authorization.k8s.io/v1"]["ClusterRole"]["reader"] == nil || cluster["v1"]["Namespace"]["team-a"] == nil {
		t.Errorf("objects without a namespace stand under `cluster`, got %v", cluster)
	}
	if cluster["example.com/v1"]["Team"]["blue"]["spec"] == nil {
		t.Errorf("custom objects stand there as they are, got %v", cluster["example.com/v1"])
	}
}

func TestInventoryOfAnEmptyWorldIsEmpty(t *testing.T) {
	b := newBench(t)
	var answer struct{ Inventory map[string]any }
	b.ask("inventory", map[string]any{"world": "w"}, &answer)
	if answer.Inventory == nil || len(answer.Inventory) > 0 {
		t.Errorf("got %v", answer.Inventory)
	}
}

func TestInventoryOfAnUnknownWorldIsRefused(t *testing.T) {
	if err := newBench(t).try("inventory", map[string]any{"world": "other"}, &struct{}{}); err == nil {
		t.Error("a world that is not there was taken")
	}
}
