package component_test

import (
	"strings"
	"testing"

	"assay.dev/engines/kube/component"
)

const (
	kubelet     = `"apiVersion":"kubelet.config.k8s.io/v1beta1","kind":"KubeletConfiguration"`
	kubeProxy   = `"apiVersion":"kubeproxy.config.k8s.io/v1alpha1","kind":"KubeProxyConfiguration"`
	podSecurity = `"kind":"PodSecurityConfiguration","apiVersion":"pod-security.admission.config.k8s.io/v1`
	admission   = `"apiVersion":"apiserver.config.k8s.io/v1","kind":"AdmissionConfiguration"`
)

func TestAFileThatItsComponentStartsWithIsTaken(t *testing.T) {
	for _, file := range []string{
		`{` + kubelet + `}`,
		`{` + kubelet + `,"seccompDefault":true,"allowedUnsafeSysctls":null,"userNamespaces":{"idsPerPod":65536}}`,
		`{"apiVersion":"kubelet.config.k8s.io/v1","kind":"CredentialProviderConfig","providers":[]}`,
		`{` + kubeProxy + `,"conntrack":{"maxPerCore":0,"tcpEstablishedTimeout":"0s"},"featureGates":{"KubeletInUserNamespace":true}}`,
		`{` + podSecurity + `"}`,
		`{` + podSecurity + `beta1","defaults":{"enforce":"baseline","enforce-version":"v1.30"}}`,
		`{` + podSecurity + `alpha1","exemptions":{"namespaces":["kube-system"]}}`,
		`{` + admission + `,"plugins":[{"name":"PodSecurity","configuration":{` + podSecurity + `"}},{"name":"ImagePolicyWebhook","path":"images.yaml"}]}`,
		`{"apiVersion":"apiserver.config.k8s.io/v1","kind":"WebhookAdmissionConfiguration","kubeConfigFile":"config"}`,
		`{"imagePolicy":{"kubeConfigFile":"config","allowTTL":30,"defaultAllow":false}}`,
	} {
		if err := component.Check([]byte(file)); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

func TestAFileThatItsComponentDoesNotKnowOrCannotReadIsRefusedInItsWords(t *testing.T) {
	for file, words := range map[string]string{
		`{` + kubelet + `,"seccompDefault":"true"}`:                    "json: cannot unmarshal string into Go struct field KubeletConfiguration.seccompDefault of type bool",
		`{` + kubelet + `,"allowedUnsafeSysctls":"net.*"}`:             "cannot unmarshal string into Go struct field KubeletConfiguration.allowedUnsafeSysctls of type []string",
		`{` + kubelet + `,"seccompdefault":true}`:                      `strict decoding error: unknown field "seccompdefault"`,
		`{` + kubelet + `,"seccompDefault":true,"maxPods":1e2}`:        "cannot unmarshal number 1e2 into Go struct field KubeletConfiguration.maxPods of type int32",
		`{` + kubelet + `,"maxPods":1,"maxPods":2}`:                    `strict decoding error: duplicate field "maxPods"`,
		`{` + kubelet + `,"featureGates":{"Gone":false}}`:              "unrecognized feature gate: Gone",
		`{"apiVersion":"kubelet.config.k8s.io/v1beta1"}`:               "Object 'Kind' is missing",
		`{"apiVersion":"kubelet.config.k8s.io/v1beta1","kind":"A"}`:    `no kind "A" is registered for version "kubelet.config.k8s.io/v1beta1"`,
		`{"apiVersion":"kubelet.config.k8s.io/v0","kind":"A"}`:         `no kind "A" is registered for version "kubelet.config.k8s.io/v0"`,
		`{` + kubeProxy + `,"conntrack":{"tcpEstablishedTimeout":0}}`:  "cannot unmarshal number into Go struct field KubeProxyConntrackConfiguration.conntrack.tcpEstablishedTimeout of type string",
		`{` + podSecurity + `","exemptions":{"runtimeClassNames":[]}}`: `strict decoding error: unknown field "exemptions.runtimeClassNames"`,
		`{` + admission + `,"plugin":[]}`:                              `strict decoding error: unknown field "plugin"`,
		`{"imagePolicy":{"DefaultAllow":true}}`:                        `strict decoding error: unknown field "imagePolicy.DefaultAllow"`,
		`{"imagePolicy":{"defaultAllow":"false"}}`:                     "cannot unmarshal string into Go struct field imagePolicyWebhookConfig.imagePolicy.defaultAllow of type bool",
	} {
		refused(t, file, words)
	}
}

func TestAFileThatItsComponentFindsInvalidIsRefusedInItsWords(t *testing.T) {
	for file, words := range map[string]string{
		`{` + podSecurity + `","defaults":{"enforce":"Restricted"}}`:                                                                 `defaults.enforce: Invalid value: "Restricted": must be one of privileged, baseline, restricted`,
		`{` + podSecurity + `","defaults":{"enforce-version":"1.26"}}`:                                                               `defaults.enforce-version: Invalid value: "1.26": must be "latest" or "v1.x"`,
		`{` + podSecurity + `beta1","exemptions":{"namespaces":["a","a"]}}`:                                                          `exemptions.namespaces[1]: Duplicate value: "a"`,
		`{` + podSecurity + `alpha1","exemptions":{"usernames":[""]}}`:                                                               `exemptions.usernames[0]: Invalid value: "": username must not be empty`,
		`{` + kubeProxy + `,"conntrack":{"maxPerCore":-1}}`:                                                                          "MaxPerCore: Invalid value: -1: must be greater than or equal to 0",
		`{` + kubeProxy + `,"featureGates":{"Gone":true}}`:                                                                           "unrecognized feature gate: Gone",
		`{"apiVersion":"apiserver.config.k8s.io/v1","kind":"EncryptionConfiguration"}`:                                               "resources: Required value: at least one resources is required",
		`{"apiVersion":"apiserver.config.k8s.io/v1","kind":"ResourceQuotaConfiguration","limitedResources":[{}]}`:                    "limitedResources[0].resource: Required value",
		`{"apiVersion":"eventratelimit.admission.k8s.io/v1alpha1","kind":"Configuration","limits":[{"type":"A","qps":1,"burst":1}]}`: `limits[0].type: Unsupported value: "A"`,
	} {
		refused(t, file, words)
	}
}

func TestTheConfigurationOfAPluginInsideAnotherFileIsHeldAgainstItsTypesToo(t *testing.T) {
	for configuration, words := range map[string]string{
		`{` + podSecurity + `","default":{}}`:      `plugin "A": strict decoding error: unknown field "default"`,
		`{"imagePolicy":{"defaultAllow":"false"}}`: `plugin "A": json: cannot unmarshal string`,
	} {
		refused(t, `{`+admission+`,"plugins":[{"name":"A","configuration":`+configuration+`}]}`, words)
	}
}

func TestWhatNoComponentIsKnownToReadIsTakenAsItIsWritten(t *testing.T) {
	for _, file := range []string{
		`{}`, `{"defaultAction":"SCMP_ACT_ERRNO","syscalls":5}`, `{"kind":5,"apiVersion":[]}`, `{"apiVersion":"v1","kind":"Pod","spec":5}`,
		`{"apiVersion":"a/b/c","kind":"A"}`, `{"apiVersion":"v1","kind":"A","imagePolicy":{"a":1}}`, `{"apiVersion":"example.com/v1","kind":"KubeletConfiguration","a":1}`,
	} {
		if err := component.Check([]byte(file)); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

func refused(t *testing.T, file, words string) {
	t.Helper()
	if err := component.Check([]byte(file)); err == nil || !strings.Contains(err.Error(), words) {
		t.Errorf("%s: got %v, want %s", file, err, words)
	}
}
