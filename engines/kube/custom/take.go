package custom

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"sync"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/endpoints/request"
)

// Strictness says what becomes of fields that the definition does not know.
type Strictness string

const (
	Refuse Strictness = metav1.FieldValidationStrict
	Prune  Strictness = metav1.FieldValidationIgnore
)

// Take sends the body to the resource that the RequestInfo of the context names, and gives what admission was asked. The error is the server's
// refusal; what was seen before it is given too.
func Take(ctx context.Context, crd *apiextensionsv1.CustomResourceDefinition, body []byte, fields Strictness) (*Seen, error) {
	handler, err := handlers.of(crd)
	if err != nil {
		return nil, err
	}
	seen := &Seen{}
	info, _ := request.RequestInfoFrom(ctx)
	method := http.MethodPost
	if info.Verb == "update" {
		method = http.MethodPut
	}
	ctx = context.WithValue(ctx, seenKey{}, seen)
	call, err := http.NewRequestWithContext(ctx, method, info.Path+"?dryRun=All&fieldValidation="+string(fields), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	call.Header.Set("Content-Type", "application/json")
	call.Header.Set("Accept", "application/json")
	response := &response{header: http.Header{}}
	handler.ServeHTTP(response, call)
	if seen.Validated {
		return seen, nil
	}
	return seen, response.refusal(info)
}

// kept are the handlers by definition. What a handler compiles is dear, and definitions come and go with their worlds.
type kept struct {
	sync.Mutex
	byDefinition map[*apiextensionsv1.CustomResourceDefinition]http.Handler
}

const mostKept = 256

var handlers = &kept{byDefinition: map[*apiextensionsv1.CustomResourceDefinition]http.Handler{}}

func (k *kept) of(crd *apiextensionsv1.CustomResourceDefinition) (http.Handler, error) {
	k.Lock()
	defer k.Unlock()
	if handler, ok := k.byDefinition[crd]; ok {
		return handler, nil
	}
	handler, err := newHandler(crd)
	if err != nil {
		return nil, err
	}
	if len(k.byDefinition) >= mostKept {
		clear(k.byDefinition)
	}
	k.byDefinition[crd] = handler
	return handler, nil
}

// response keeps what the handler writes.
type response struct {
	header http.Header
	code   int
	body   bytes.Buffer
}

func (r *response) Header() http.Header            { return r.header }
func (r *response) Write(part []byte) (int, error) { return r.body.Write(part) }
func (r *response) WriteHeader(code int)           { r.code = code }

func (r *response) refusal(info *request.RequestInfo) error {
	var status metav1.Status
	if json.Unmarshal(r.body.Bytes(), &status) == nil && status.Kind == "Status" {
		return &apierrors.StatusError{ErrStatus: status}
	}
	return apierrors.NewGenericServerResponse(r.code, info.Verb, schema.GroupResource{Group: info.APIGroup, Resource: info.Resource}, info.Name, "", 0, false)
}
