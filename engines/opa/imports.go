package main

import "errors"

// hostBuiltins reads from a policy in WASM which builtins its host must answer: the names that its exported function `builtins`
// makes an object of. OPA decides inside its compiler which builtins WASM carries itself, and says so nowhere else.
//
// The function's body is a run of: local.get, i32.const address of a name, call, i64.const id, call, call.
func hostBuiltins(wasm []byte) ([]string, error) {
	module := wasmModule{}
	if err := module.read(wasm); err != nil {
		return nil, err
	}
	names := []string{}
	code := cursor{bytes: module.body()}
	for locals := code.unsigned(); locals > 0; locals-- {
		code.unsigned()
		code.skip(1)
	}
	for !code.failed && code.more() {
		switch op := code.byte(); op {
		case 0x41: // i32.const
			names = append(names, module.text(code.signed()))
		case 0x42: // i64.const
			code.signed()
		case 0x10, 0x20, 0x21: // call, local.get, local.set
			code.unsigned()
		case 0x0b: // end
		default:
			code.failed = true
		}
	}
	if code.failed {
		return nil, errors.New("the `builtins` function of the compiled policy is not of the form that OPA's compiler writes")
	}
	return names, nil
}
