package admit

import (
	"encoding/json"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/validation"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/validation/field"
	kjson "sigs.k8s.io/json"
)

var dryRunAll = []string{metav1.DryRunAll}

func (in *incoming) createOptions() (*metav1.CreateOptions, error) {
	options := &metav1.CreateOptions{}
	if err := readOptions(in.Request.Options, options); err != nil {
		return nil, err
	}
	in.dry(&options.DryRun)
	options.TypeMeta = typeMeta("CreateOptions")
	return options, invalid("CreateOptions", validation.ValidateCreateOptions(options))
}

func (in *incoming) updateOptions() (*metav1.UpdateOptions, error) {
	options := &metav1.UpdateOptions{}
	if err := readOptions(in.Request.Options, options); err != nil {
		return nil, err
	}
	in.dry(&options.DryRun)
	options.TypeMeta = typeMeta("UpdateOptions")
	return options, invalid("UpdateOptions", validation.ValidateUpdateOptions(options))
}

func (in *incoming) deleteOptions() (*metav1.DeleteOptions, error) {
	options := &metav1.DeleteOptions{}
	if err := readOptions(in.Request.Options, options); err != nil {
		return nil, err
	}
	in.dry(&options.DryRun)
	options.TypeMeta = typeMeta("DeleteOptions")
	return options, invalid("DeleteOptions", validation.ValidateDeleteOptions(options))
}

// dry makes `dryRun` of the request and of its options agree: either says it.
func (in *incoming) dry(dryRun *[]string) {
	if in.DryRun && len(*dryRun) == 0 {
		*dryRun = dryRunAll
	}
	in.dryRun = len(*dryRun) > 0
}

func readOptions(text json.RawMessage, into any) error {
	if len(text) == 0 {
		return nil
	}
	strict, err := kjson.UnmarshalStrict(text, into)
	if err != nil {
		return refuse("`options`: %v", err)
	}
	for _, err := range strict {
		return refuse("`options`: strict decoding error: %v", err)
	}
	return nil
}

func typeMeta(kind string) metav1.TypeMeta {
	return metav1.TypeMeta{APIVersion: metav1.SchemeGroupVersion.String(), Kind: kind}
}

func invalid(kind string, errs field.ErrorList) error {
	if len(errs) == 0 {
		return nil
	}
	return apierrors.NewInvalid(schema.GroupKind{Group: metav1.GroupName, Kind: kind}, "", errs)
}
