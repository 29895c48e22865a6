package admit

import (
	"errors"
	"strings"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
)

const pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: app}\nspec:\n  containers:\n  - {name: app, image: registry.example/app:1}\n"

func TestAPodIsDefaultedAndPutIntoTheDefaultNamespace(t *testing.T) {
	got := mustAdmit(t, create(pod))
	expect(t, got, `"default"`, "namespace")
	expect(t, got, `"default"`, "object", "metadata", "namespace")
	expect(t, got, `{}`, "object", "spec", "securityContext")
	expect(t, got, `"Always"`, "object", "spec", "restartPolicy")
	expect(t, got, `{"phase":"Pending","qosClass":"BestEffort"}`, "object", "status")
	expect(t, got, `{"group":"","kind":"Pod","version":"v1"}`, "requestKind")
	expect(t, got, `{"group":"","resource":"pods","version":"v1"}`, "resource")
	expect(t, got, `null`, "oldObject")
	expect(t, got, `{"apiVersion":"meta.k8s.io/v1","kind":"CreateOptions"}`, "options")
	if got.admitted.Namespace.Labels["kubernetes.io/metadata.name"] != "default" {
		t.Errorf("the namespace is %+v", got.admitted.Namespace)
	}
}

func TestAVolumeWithoutASourceBecomesAnEmptyDir(t *testing.T) {
	got := mustAdmit(t, create(pod+"  volumes: [{name: scratch}]\n"))
	expect(t, got, `[{"emptyDir":{},"name":"scratch"}]`, "object", "spec", "volumes")
}

func TestHostNetworkCopiesContainerPortsIntoHostPortsOfAPodOnly(t *testing.T) {
	spec := "{hostNetwork: true, containers: [{name: a, image: a, ports: [{containerPort: 80}]}], initContainers: [{name: i, image: i, ports: [{containerPort: 81}]}]}"
	got := mustAdmit(t, create("{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: "+spec+"}"))
	containers := got.at("object", "spec", "containers").([]any)[0].(map[string]any)["ports"].([]any)[0].(map[string]any)
	inits := got.at("object", "spec", "initContainers").([]any)[0].(map[string]any)["ports"].([]any)[0].(map[string]any)
	if containers["hostPort"] != float64(80) || inits["hostPort"] != float64(81) {
		t.Errorf("the ports are %v and %v", containers, inits)
	}
	deployed := mustAdmit(t, create("{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: "+spec+"}}}"))
	template := deployed.at("object", "spec", "template", "spec", "containers").([]any)[0].(map[string]any)["ports"].([]any)[0].(map[string]any)
	if _, set := template["hostPort"]; set {
		t.Errorf("the port of the template is %v", template)
	}
}

func TestNullAndZeroDisappearButPointersKeepTheirZero(t *testing.T) {
	got := mustAdmit(t, create(pod+"  hostPID: false\n  hostNetwork: null\n  securityContext: null\n  hostUsers: false\n"))
	for _, gone := range []string{"hostPID", "hostNetwork"} {
		expect(t, got, `null`, "object", "spec", gone)
	}
	expect(t, got, `{}`, "object", "spec", "securityContext")
	expect(t, got, `false`, "object", "spec", "hostUsers")
}

func TestYAMLBooleansReachThePod(t *testing.T) {
	got := mustAdmit(t, create(pod+"  hostPID: yes\n"))
	expect(t, got, `true`, "object", "spec", "hostPID")
}

func TestUnknownAndDuplicateFieldsAreRefusedInTheServersWords(t *testing.T) {
	expectParts(t, refusal(t, create(pod+"  hostPid: true\n")), `Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.hostPid"`)
	text := `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":{"hostPID":true,"hostPID":false,"containers":[{"name":"a","image":"a"}]}}`
	expectParts(t, refusal(t, &Request{Operation: "CREATE", Object: []byte(text)}), `strict decoding error: duplicate field "spec.hostPID"`)
	expectParts(t, refusal(t, create(pod+"  hostPID: true\n  hostPID: true\n")), `key "hostPID" already set in map`, "line 8")
}

func TestAWrongTypeIsRefusedInTheServersWords(t *testing.T) {
	expectParts(t, refusal(t, create(pod+"  hostPID: \"true\"\n")), `Pod in version "v1" cannot be handled as a Pod`, "cannot unmarshal string into Go struct field PodSpec.spec.hostPID of type bool")
}

func TestAnInvalidPodIsRefusedWithCauses(t *testing.T) {
	_, err := tryAdmit(t, emptyCluster{}, create("{apiVersion: v1, kind: Pod, metadata: {name: A}, spec: {containers: []}}"), Options{Validate: true})
	if !apierrors.IsInvalid(err) {
		t.Fatalf("got %v", err)
	}
	status := err.(*Refusal).ErrStatus
	if status.Code != 422 || len(status.Details.Causes) < 2 || status.Details.Causes[0].Field != "metadata.name" {
		t.Errorf("got %+v", status)
	}
}

func TestWithoutValidationAnInvalidPodGoesOnDefaulted(t *testing.T) {
	got, err := tryAdmit(t, emptyCluster{}, create("{apiVersion: v1, kind: Pod, metadata: {name: A}, spec: {containers: []}}"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, got, `"ClusterFirst"`, "object", "spec", "dnsPolicy")
	expect(t, got, `"Pending"`, "object", "status", "phase")
}

func TestAPrivilegedPodIsNotRefusedByValidation(t *testing.T) {
	mustAdmit(t, create("{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: a, image: a, securityContext: {privileged: true}}]}}"))
}

func TestWarningsOfTheStrategyAreCollected(t *testing.T) {
	got := mustAdmit(t, create("{apiVersion: v1, kind: Pod, metadata: {name: a, annotations: {container.apparmor.security.beta.kubernetes.io/a: unconfined}}, spec: {containers: [{name: a, image: a}]}}"))
	if len(got.warnings) != 1 {
		t.Fatalf("got %q", got.warnings)
	}
	expectParts(t, got.warnings[0], "container.apparmor.security.beta.kubernetes.io/a", "deprecated")
}

func TestTheSameRequestGivesTheSameBytes(t *testing.T) {
	generated := "{apiVersion: v1, kind: Pod, metadata: {generateName: app-}, spec: {containers: [{name: a, image: a}]}}"
	first, second := mustAdmit(t, create(generated)), mustAdmit(t, create(generated))
	if first.json(t) != second.json(t) {
		t.Errorf("got\n%s and\n%s", first.json(t), second.json(t))
	}
	name := first.at("object", "metadata", "name").(string)
	if len(name) != len("app-")+5 || first.at("name") != name {
		t.Errorf("the generated name is %q, that of the request %q", name, first.at("name"))
	}
	expect(t, first, `"2025-01-01T00:00:00Z"`, "object", "metadata", "creationTimestamp")
}

func TestNoStatusTellsWhenARequestCame(t *testing.T) {
	gated := pod + "  schedulingGates: [{name: a.example/b}]\n"
	for _, request := range []*Request{create(gated), {Operation: "DELETE", ObjectText: gated}} {
		got := mustAdmit(t, request)
		object := "object"
		if request.Operation == "DELETE" {
			object = "oldObject"
		}
		condition := got.at(object, "status", "conditions").([]any)[0].(map[string]any)
		if condition["lastTransitionTime"] != "2025-01-01T00:00:00Z" {
			t.Errorf("%s: the condition is %v", request.Operation, condition)
		}
	}
}

func TestServiceAccountAdmissionAddsTheProjectedToken(t *testing.T) {
	got, err := tryAdmit(t, emptyCluster{}, create(pod), Options{Validate: true, ServiceAccount: true})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, got, `"default"`, "object", "spec", "serviceAccountName")
	volume := got.at("object", "spec", "volumes").([]any)[0].(map[string]any)
	token := volume["projected"].(map[string]any)["sources"].([]any)[0].(map[string]any)["serviceAccountToken"].(map[string]any)
	if token["expirationSeconds"] != float64(3607) {
		t.Errorf("the token is %v", token)
	}
	if tolerations := got.at("object", "spec", "tolerations").([]any); len(tolerations) != 2 {
		t.Errorf("the tolerations are %v", tolerations)
	}
	again, err := tryAdmit(t, emptyCluster{}, create(pod), Options{Validate: true, ServiceAccount: true})
	if err != nil || again.json(t) != got.json(t) {
		t.Errorf("a second run differs: %v", err)
	}
}

func TestAServiceAccountThatTheClusterDoesNotHoldIsRefused(t *testing.T) {
	_, err := tryAdmit(t, emptyCluster{}, create(pod+"  serviceAccountName: robot\n"), Options{Validate: true, ServiceAccount: true})
	if !apierrors.IsForbidden(err) {
		t.Fatalf("got %v", err)
	}
	expectParts(t, err.Error(), `error looking up service account default/robot: serviceaccount "robot" not found`)
}

func TestARefusalBringsTheWarningsThatTheServerSendsWithIt(t *testing.T) {
	annotated := strings.Replace(pod, "name: app}", "name: app, annotations: {container.apparmor.security.beta.kubernetes.io/app: nonsense}}", 1)
	_, err := tryAdmit(t, emptyCluster{}, create(annotated), Options{Validate: true})
	var refusal *Refusal
	if !errors.As(err, &refusal) || len(refusal.Warnings()) != 1 {
		t.Fatalf("got %v", err)
	}
	expectParts(t, refusal.Warnings()[0], `container.apparmor.security.beta.kubernetes.io/app]: deprecated since v1.30`)
}
