package admit

import (
	"context"
)

func (in *incoming) admitCustom(ctx context.Context) (*Admitted, error) {
	return nil, refuse("x")
}
