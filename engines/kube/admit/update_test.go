package admit

import (
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func update(object, old string) *Request {
	return &Request{Operation: "UPDATE", ObjectText: object, OldObjectText: old}
}

func TestAnImmutableFieldIsRefusedInTheServersWords(t *testing.T) {
	expectParts(t, refusal(t, update(pod+"  hostPID: true\n", pod)),
		`Pod "app" is invalid: spec: Forbidden: pod updates may not change fields other than`)
}

func TestAnImageMayChange(t *testing.T) {
	got := mustAdmit(t, update(strings.Replace(pod, "app:1", "app:2", 1), pod))
	if containers := got.json(t, "object", "spec", "containers"); !strings.Contains(containers, "app:2") {
		t.Errorf("the containers are %s", containers)
	}
	if containers := got.json(t, "oldObject", "spec", "containers"); !strings.Contains(containers, "app:1") {
		t.Errorf("the old containers are %s", containers)
	}
	expect(t, got, `"UPDATE"`, "operation")
	expect(t, got, `{"apiVersion":"meta.k8s.io/v1","kind":"UpdateOptions"}`, "options")
	if got.json(t, "object", "metadata", "uid") != got.json(t, "oldObject", "metadata", "uid") {
		t.Error("the uid changes")
	}
}

func TestWithoutAnOldObjectAnUpdateChangesNothing(t *testing.T) {
	got := mustAdmit(t, &Request{Operation: "UPDATE", ObjectText: pod})
	if got.json(t, "object") != got.json(t, "oldObject") {
		t.Errorf("got %s and %s", got.json(t, "object"), got.json(t, "oldObject"))
	}
}

func TestEphemeralContainersAreAddedByTheirSubresourceOnly(t *testing.T) {
	debug := pod + "  ephemeralContainers: [{name: debug, image: busybox, securityContext: {privileged: true}}]\n"
	expectParts(t, refusal(t, create(debug)), "spec.ephemeralContainers: Forbidden: cannot be set on create")
	expectParts(t, refusal(t, update(debug, pod)), "spec: Forbidden: pod updates may not change fields other than")
	request := update(debug, pod)
	request.SubResource = "ephemeralcontainers"
	got := mustAdmit(t, request)
	expect(t, got, `"ephemeralcontainers"`, "subResource")
	if containers := got.at("object", "spec", "ephemeralContainers").([]any); len(containers) != 1 {
		t.Errorf("the ephemeral containers are %v", containers)
	}
	request.ObjectText = strings.Replace(debug, "busybox,", "busybox, ports: [{containerPort: 80}],", 1)
	expectParts(t, refusal(t, request), "spec.ephemeralContainers[0].ports: Forbidden: cannot be set for an Ephemeral Container")
}

func TestTheStatusOfAPodLeavesItsSpecAlone(t *testing.T) {
	request := update(pod+"  hostPID: true\nstatus: {phase: Running}\n", pod)
	request.SubResource = "status"
	got := mustAdmit(t, request)
	expect(t, got, `null`, "object", "spec", "hostPID")
	expect(t, got, `"Running"`, "object", "status", "phase")
}

func TestResizeChangesResourcesOnly(t *testing.T) {
	sized := func(cpu string) string {
		return "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: a, image: a, resources: {requests: {cpu: " + cpu + "}, limits: {cpu: \"4\"}}}]}}"
	}
	request := update(sized("\"2\""), sized("\"1\""))
	expectParts(t, refusal(t, request), "pod updates may not change fields other than")
	request.SubResource = "resize"
	got := mustAdmit(t, request)
	if containers := got.json(t, "object", "spec", "containers"); !strings.Contains(containers, `"requests":{"cpu":"2"}`) {
		t.Errorf("the containers are %s", containers)
	}
}

const deployment = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {replicas: 2, selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: a, image: a}]}}}}"

func TestTheSelectorOfADeploymentIsImmutable(t *testing.T) {
	expectParts(t, refusal(t, update(strings.ReplaceAll(deployment, "a: b", "a: c"), deployment)), "spec.selector: Invalid value", "field is immutable")
}

func TestAScaleIsJudgedWithItsDeploymentOrWithoutIt(t *testing.T) {
	scale := func(replicas string) string {
		return "{apiVersion: autoscaling/v1, kind: Scale, metadata: {name: a, namespace: default}, spec: {replicas: " + replicas + "}}"
	}
	for name, old := range map[string]string{"the deployment": deployment, "a scale": scale("2")} {
		request := update(scale("5"), old)
		request.SubResource = "scale"
		request.Resource = &metav1.GroupVersionResource{Group: "apps", Version: "v1", Resource: "deployments"}
		got := mustAdmit(t, request)
		expect(t, got, `{"replicas":5}`, "object", "spec")
		if replicas := got.json(t, "oldObject", "spec"); replicas != `{"replicas":2}` {
			t.Errorf("with %s as the old object: its spec is %s", name, replicas)
		}
		expect(t, got, `{"group":"autoscaling","kind":"Scale","version":"v1"}`, "kind")
		request.ObjectText = scale("-1")
		expectParts(t, refusal(t, request), "spec.replicas: Invalid value: -1")
	}
}

func TestTwoObjectsAreNoUpdate(t *testing.T) {
	expectParts(t, refusal(t, update(pod, strings.Replace(pod, "name: app}", "name: other}", 1))), "an update is of one object")
}

func TestAJobIsUpdatedAsTheServerStoredIt(t *testing.T) {
	job := "{apiVersion: batch/v1, kind: Job, metadata: {name: a}, spec: {parallelism: 1, template: {spec: {restartPolicy: Never, containers: [{name: a, image: a}]}}}}"
	got := mustAdmit(t, update(strings.Replace(job, "parallelism: 1", "parallelism: 2", 1), job))
	expect(t, got, `2`, "object", "spec", "parallelism")
	expectParts(t, got.json(t, "object", "spec", "selector"), "controller-uid")
	expectParts(t, refusal(t, update(strings.Replace(job, "image: a", "image: b", 1), job)), "field is immutable")
}

func TestAServiceKeepsItsAddress(t *testing.T) {
	service := "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {type: NodePort, selector: {a: b}, ports: [{port: 80}]}}"
	created := mustAdmit(t, create(service))
	expect(t, created, `"10.0.0.0"`, "object", "spec", "clusterIP")
	got := mustAdmit(t, update(strings.Replace(service, "port: 80", "port: 81", 1), service))
	expectParts(t, got.json(t, "object", "spec", "ports"), `"port":81`)
}

func TestAnOldObjectThatAClientWroteHasWhatTheServerGaveItWhenItWasCreated(t *testing.T) {
	request := update(pod+"  hostPID: true\n", pod+"  hostPID: true\n")
	got := mustAdmit(t, request)
	for _, object := range []string{"object", "oldObject"} {
		expect(t, got, "1", object, "metadata", "generation")
		expect(t, got, `"BestEffort"`, object, "status", "qosClass")
	}
	request.OldObjectText += "status: {phase: Running}\n"
	expect(t, mustAdmit(t, request), `"Running"`, "object", "status", "phase")
	namespace := "{apiVersion: v1, kind: Namespace, metadata: {name: a}}"
	expect(t, mustAdmit(t, update(namespace, namespace)), `["kubernetes"]`, "object", "spec", "finalizers")
}

func TestAnOldObjectOfAClusterStaysAsItIs(t *testing.T) {
	old := strings.Replace(pod, "name: app", "name: app, uid: u1, generation: 7", 1)
	got := mustAdmit(t, update(pod, old))
	expect(t, got, "7", "object", "metadata", "generation")
	expect(t, got, "null", "oldObject", "status", "qosClass")
}
