package judge

import (
	"context"
	"encoding/json"
	"errors"

	"assay.dev/engines/kube/admit"
	"assay.dev/engines/kube/cel"
	"assay.dev/engines/kube/verdict"
	"assay.dev/engines/kube/world"
	"assay.dev/engines/wire"
	admissionv1 "k8s.io/api/admission/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apiserver/pkg/admission"
)

// question is what `admit` and `judge` ask.
type question struct {
	World          string        `json:"world"`
	Request        admit.Request `json:"request"`
	Validate       *bool         `json:"validate"`
	ServiceAccount bool          `json:"serviceAccount"`
}

// admit takes the request in as the server does, with mutating policies or nil. The refusal is about the object, the error about anything else.
func (q *question) admit(w *world.World, policies admission.MutationInterface) (admitted *admit.Admitted, refusal, err error) {
	options := admit.Options{Validate: q.Validate == nil || *q.Validate, ServiceAccount: q.ServiceAccount, Policies: policies}
	admitted, err = admit.Admit(context.Background(), w, &q.Request, options)
	var status apierrors.APIStatus
	if errors.As(err, &status) {
		return nil, err, nil
	}
	return admitted, nil, err
}

// mutating is a judge that may change the object: it judges an admission of its own, so that no other sees what it changes.
type mutating interface {
	Mutates() bool
	JudgeMutated(ctx context.Context, take cel.Take, refused bool) (*verdict.Verdict, error)
}

// verdict judges the request by one judge. Admitted and refused are what the server makes of it without policies.
func (q *question) verdict(ctx context.Context, w *world.World, by judge, admitted *admit.Admitted, refused error) (*verdict.Verdict, error) {
	if changing, ok := by.(mutating); ok && changing.Mutates() {
		take := func(policies admission.MutationInterface) (*admit.Admitted, error, error) {
			return q.admit(w, policies)
		}
		return changing.JudgeMutated(context.Background(), take, refused != nil)
	}
	if refused != nil {
		return verdict.Refused(refused), nil
	}
	return by.Judge(ctx, admitted), nil
}

// answer of `judge`.
type answer struct {
	Verdict *verdict.Verdict             `json:"verdict"`
	Review  *admissionv1.AdmissionReview `json:"review,omitempty"`
}

// judge answers the op `judge`.
func (s *Store) judge(body json.RawMessage) (any, error) {
	var request struct {
		question
		Policies string `json:"policies"`
		Review   bool   `json:"review"`
	}
	if err := wire.Decode(body, &request); err != nil {
		return nil, err
	}
	judge, world, err := s.judgeOf(pair{request.Policies, request.World})
	if err != nil {
		return nil, err
	}
	admitted, refusal, err := request.admit(world, nil)
	if err != nil {
		return nil, err
	}
	var result answer
	result.Verdict, err = request.verdict(context.Background(), world, judge, admitted, refusal)
	if err == nil && refusal == nil && request.Review {
		result.Review, err = admit.Review(admitted)
	}
	return result, err
}

// refusal is why the server refuses a request, as docs/wire.md has it.
type refusal struct {
	Message string         `json:"message"`
	Details refusalDetails `json:"details"`
}

type refusalDetails struct {
	Code   int32           `json:"code"`
	Reason string          `json:"reason"`
	Causes []verdict.Cause `json:"causes"`
}

func refusalOf(response *verdict.Response) *refusal {
	return &refusal{response.Message, refusalDetails{response.Code, response.Reason, append([]verdict.Cause{}, response.Causes...)}}
}

// decided is the answer of `decide`. The review is text, because who asks for it hands it on as text.
type decided struct {
	Verdicts []*verdict.Verdict `json:"verdicts"`
	Review   string             `json:"review,omitempty"`
	Warnings []string           `json:"warnings"`
	Refusal  *refusal           `json:"refusal,omitempty"`
}

// decide answers the op `decide`: one admission for all that want to know about a request.
func (s *Store) decide(body json.RawMessage) (any, error) {
	var request struct {
		question
		Policies []string `json:"policies"`
		Review   bool     `json:"review"`
	}
	if err := wire.Decode(body, &request); err != nil {
		return nil, err
	}
	surroundings, ok := s.worlds[request.World]
	if !ok {
		return nil, wire.BadRequest("there is no world `" + request.World + "`")
	}
	judges := make([]judge, len(request.Policies))
	for i, handle := range request.Policies {
		made, _, err := s.judgeOf(pair{handle, request.World})
		if made, err = orFailing(made, err); err != nil {
			return nil, err
		}
		judges[i] = made
	}
	admitted, refused, err := request.admit(surroundings, nil)
	if err != nil {
		return nil, err
	}
	ctx := cel.Sharing(context.Background())
	result := decided{Verdicts: make([]*verdict.Verdict, len(judges)), Warnings: []string{}}
	for i, each := range judges {
		if result.Verdicts[i], err = request.verdict(ctx, surroundings, each, admitted, refused); err != nil {
			return nil, err
		}
	}
	if refused != nil {
		result.Refusal = refusalOf(verdict.Respond(refused))
		return result, nil
	}
	result.Warnings = append(result.Warnings, admitted.Warnings...)
	if request.Review {
		result.Review, err = reviewText(admitted)
	}
	return result, err
}

// failing stands for policies that cannot judge in a world, so that the others that judge the same request still do.
type failing struct{ message string }

func (f failing) Judge(context.Context, *admit.Admitted) *verdict.Verdict {
	return &verdict.Verdict{
		Decision: verdict.Error, Violations: []verdict.Violation{}, Warnings: []string{}, Audit: map[string]string{},
		Errors: []verdict.EvaluationError{{Code: verdict.BadObject, Message: f.message}},
	}
}

func orFailing(made judge, err error) (judge, error) {
	var known *wire.Error
	if errors.As(err, &known) && known.Code == wire.CodeBadInput {
		return failing{known.Message}, nil
	}
	return made, err
}

func reviewText(admitted *admit.Admitted) (string, error) {
	review, err := admit.Review(admitted)
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(review)
	return string(text), err
}

// admit answers the op `admit`.
func (s *Store) admit(body json.RawMessage) (any, error) {
	var request question
	if err := wire.Decode(body, &request); err != nil {
		return nil, err
	}
	surroundings, ok := s.worlds[request.World]
	if !ok {
		return nil, wire.BadRequest("there is no world `" + request.World + "`")
	}
	admitted, refusal, err := request.admit(surroundings, nil)
	if err != nil {
		return nil, err
	}
	if refusal != nil {
		return nil, badInput(verdict.Respond(refusal))
	}
	review, err := admit.Review(admitted)
	return struct {
		Review   *admissionv1.AdmissionReview `json:"review"`
		Warnings []string                     `json:"warnings"`
	}{review, append([]string{}, admitted.Warnings...)}, err
}

// badInput is a refusal as docs/wire.md has it.
func badInput(response *verdict.Response) error {
	refused := refusalOf(response)
	return wire.BadInput(refused.Message, refused.Details)
}
