package admit

import (
	"testing"

	authenticationv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func TestADeletedPodIsTheOldObject(t *testing.T) {
	got := mustAdmit(t, &Request{Operation: "DELETE", OldObjectText: pod, User: authenticationv1.UserInfo{Username: "dev", Groups: []string{"devs"}}})
	expect(t, got, `null`, "object")
	expect(t, got, `"Always"`, "oldObject", "spec", "restartPolicy")
	expect(t, got, `"app"`, "name")
	expect(t, got, `{"groups":["devs"],"username":"dev"}`, "userInfo")
	expect(t, got, `{"apiVersion":"meta.k8s.io/v1","kind":"DeleteOptions"}`, "options")
}

func TestExecIsAConnectWithItsOptions(t *testing.T) {
	pods := &metav1.GroupVersionResource{Version: "v1", Resource: "pods"}
	request := &Request{Operation: "CONNECT", SubResource: "exec", Resource: pods, Name: "app", Object: []byte(`{"command":["sh"],"tty":true}`)}
	got := mustAdmit(t, request)
	expect(t, got, `{"apiVersion":"v1","command":["sh"],"kind":"PodExecOptions","tty":true}`, "object")
	expect(t, got, `{"group":"","kind":"PodExecOptions","version":"v1"}`, "kind")
	expect(t, got, `{"group":"","resource":"pods","version":"v1"}`, "resource")
	expect(t, got, `"exec"`, "subResource")
	expect(t, got, `"default"`, "namespace")
	expect(t, got, `null`, "options")
	request.Object = nil
	expect(t, mustAdmit(t, request), `{"apiVersion":"v1","command":null,"kind":"PodExecOptions"}`, "object")
	request.Name = ""
	expectParts(t, refusal(t, request), "a CONNECT needs `name`")
}

func TestSubresourcesThatAreCreatedAreFoundByTheirKind(t *testing.T) {
	for sub, text := range map[string]string{
		"eviction": "{apiVersion: policy/v1, kind: Eviction, metadata: {name: app, namespace: default}}",
		"binding":  "{apiVersion: v1, kind: Binding, metadata: {name: app}, target: {kind: Node, name: node-1}}",
		"token":    "{apiVersion: authentication.k8s.io/v1, kind: TokenRequest, metadata: {name: default}, spec: {expirationSeconds: 3600, audiences: [a]}}",
	} {
		request := create(text)
		request.SubResource = sub
		got := mustAdmit(t, request)
		want := map[string]string{"eviction": "pods", "binding": "pods", "token": "serviceaccounts"}[sub]
		if resource := got.at("resource", "resource"); resource != want {
			t.Errorf("%s is created under %v", sub, resource)
		}
	}
	short := create("{apiVersion: authentication.k8s.io/v1, kind: TokenRequest, metadata: {name: default}, spec: {expirationSeconds: 1, audiences: [a]}}")
	short.SubResource = "token"
	expectParts(t, refusal(t, short), "spec.expirationSeconds: Invalid value: 1: may not specify a duration less than 10 minutes")
}

func TestASubresourceThatIsNotServedIsRefused(t *testing.T) {
	request := update(pod, pod)
	request.SubResource = "nonsense"
	expectParts(t, refusal(t, request), "the server could not find the requested resource", "`nonsense`")
	request.SubResource = "exec"
	expectParts(t, refusal(t, request), "update is not supported on resources of kind \"pods/exec\"")
}

func TestAnOperationThatAResourceDoesNotHaveIsRefused(t *testing.T) {
	request := &Request{Operation: "UPDATE", Object: []byte(`{"apiVersion":"authorization.k8s.io/v1","kind":"SubjectAccessReview","metadata":{"name":"a"},"spec":{}}`)}
	expectParts(t, refusal(t, request), "update is not supported on resources of kind")
	expectParts(t, refusal(t, &Request{Operation: "PATCH", ObjectText: pod}), "`PATCH` is no operation")
	expectParts(t, refusal(t, &Request{Operation: "CREATE"}), "a CREATE needs an `object`")
}

func TestANamespaceIsItsOwnNamespace(t *testing.T) {
	got := mustAdmit(t, create("{apiVersion: v1, kind: Namespace, metadata: {name: team}}"))
	expect(t, got, `"team"`, "namespace")
	expect(t, got, `{"kubernetes.io/metadata.name":"team"}`, "object", "metadata", "labels")
	if got.admitted.Namespace != nil {
		t.Errorf("the namespace of a namespace is %v", got.admitted.Namespace)
	}
}

func TestAClusterScopedObjectHasNoNamespace(t *testing.T) {
	request := create("{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: a, namespace: x}, rules: []}")
	got := mustAdmit(t, request)
	expect(t, got, `null`, "namespace")
	expect(t, got, `null`, "object", "metadata", "namespace")
}

func TestTheNamespacesOfRequestAndObjectMustAgree(t *testing.T) {
	request := create("{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: north}}")
	request.Namespace = "south"
	expectParts(t, refusal(t, request), "the namespace of the provided object does not match the namespace sent on the request")
}

func TestADeprecatedVersionWarns(t *testing.T) {
	got := mustAdmit(t, create("{apiVersion: v1, kind: Endpoints, metadata: {name: a}}"))
	if len(got.warnings) != 1 {
		t.Fatalf("got %q", got.warnings)
	}
	expectParts(t, got.warnings[0], "v1 Endpoints is deprecated in v1.33+")
}

func TestDryRunIsSaidTwice(t *testing.T) {
	request := create(pod)
	request.DryRun = true
	got := mustAdmit(t, request)
	expect(t, got, `true`, "dryRun")
	expect(t, got, `["All"]`, "options", "dryRun")
	request.Options = []byte(`{"fieldManager":"test","dryrun":true}`)
	expectParts(t, refusal(t, request), `unknown field "dryrun"`)
}

func TestDefinitionsOfCustomResourcesAreValidated(t *testing.T) {
	mustAdmit(t, create("{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition,"+definition[1:len("\nmetadata: {name: ships.sea.example}")]+", spec: {group: sea.example, scope: Namespaced, names: {plural: ships, kind: Ship}, versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]}}"))
	expectParts(t, refusal(t, create("{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: wrong}, spec: {group: sea.example, scope: Namespaced, names: {plural: ships, kind: Ship}, versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]}}")),
		`metadata.name: Invalid value: "wrong": must be spec.names.plural+"."+spec.group`)
}

func TestACronJobIsDefaultedAndValidated(t *testing.T) {
	job := func(schedule string) string {
		return "{apiVersion: batch/v1, kind: CronJob, metadata: {name: a}, spec: {schedule: \"" + schedule + "\", jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: a}]}}}}}}"
	}
	got := mustAdmit(t, create(job("* * * * *")))
	expect(t, got, `"Allow"`, "object", "spec", "concurrencyPolicy")
	expect(t, got, `{}`, "object", "spec", "jobTemplate", "spec", "template", "spec", "securityContext")
	expectParts(t, refusal(t, create(job("often"))), "spec.schedule: Invalid value")
}

func TestAdminAccessToDevicesIsGivenByTheNamespace(t *testing.T) {
	claim := create("{apiVersion: resource.k8s.io/v1, kind: ResourceClaim, metadata: {name: a, namespace: ops}, spec: {devices: {requests: [{name: gpu, exactly: {deviceClassName: gpu.example, adminAccess: true}}]}}}")
	expectParts(t, refusal(t, claim), "admin access to devices requires the `resource.kubernetes.io/admin-access: true` label")
	ops := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: "ops", Labels: map[string]string{"resource.kubernetes.io/admin-access": "true"}}}
	if _, err := tryAdmit(t, emptyCluster{namespace: ops}, claim, Options{Validate: true}); err != nil {
		t.Error(err)
	}
}

func TestAPolicyIsValidatedWithItsExpressions(t *testing.T) {
	policy := func(expression string) *Request {
		return create("{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingAdmissionPolicy, metadata: {name: a}, spec: {paramKind: {apiVersion: sea.example/v1, kind: Ship}, matchConstraints: {resourceRules: [{apiGroups: [\"\"], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}, validations: [{expression: \"" + expression + "\"}]}}")
	}
	mustAdmit(t, policy("object.spec.hostNetwork == params.spec.host"))
	expectParts(t, refusal(t, policy("object.spec.")), "spec.validations[0].expression: Invalid value", "compilation failed")
}

func TestANetworkPolicyIsDefaultedAndValidated(t *testing.T) {
	policy := func(rule string) *Request {
		return create("{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: a}, spec: {podSelector: {}, egress: [{ports: [" + rule + "]}]}}")
	}
	got := mustAdmit(t, policy("{port: 80, endPort: 90}"))
	expect(t, got, `["Ingress","Egress"]`, "object", "spec", "policyTypes")
	expectParts(t, got.json(t, "object", "spec", "egress"), `"protocol":"TCP"`)
	expectParts(t, refusal(t, policy("{port: web, endPort: 90}")), "spec.egress[0].ports[0].endPort: Invalid value: 90")
}

func TestAnObjectWithoutAReadableKindIsToldWhatItsPathTakes(t *testing.T) {
	request := &Request{Operation: "CREATE", Object: []byte(`{"apiVersion":"v1","kind":5,"metadata":{"name":"a"}}`)}
	request.Resource = &metav1.GroupVersionResource{Version: "v1", Resource: "pods"}
	expectParts(t, refusal(t, request), `the object provided is unrecognized (must be of type Pod): couldn't get version/kind`, `({"apiVersion":"v1","kind":5,"m ...)`)
}

func TestAnOldObjectHasBeenReadFromTheStore(t *testing.T) {
	old := "{apiVersion: batch/v1, kind: Job, metadata: {name: j}, spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: a}]}}}}"
	got := mustAdmit(t, &Request{Operation: "DELETE", OldObjectText: old})
	expect(t, got, `"j"`, "oldObject", "metadata", "labels", "job-name")
}
