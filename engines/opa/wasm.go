package main

import (
	"bytes"
	"encoding/binary"
	"errors"
)

type segment struct {
	start int64
	bytes []byte
}

// wasmModule is what of a WASM binary is needed here.
type wasmModule struct {
	imports  uint64 // imported functions, which come first in the index of functions
	builtins uint64 // index of the exported function `builtins`
	bodies   [][]byte
	data     []segment
}

func (m *wasmModule) read(wasm []byte) error {
	all := cursor{bytes: bytes.TrimPrefix(wasm, []byte("\x00asm\x01\x00\x00\x00"))}
	for all.more() {
		id := all.byte()
		section := cursor{bytes: all.take(all.unsigned())}
		switch id {
		case 2:
			section.each(m.readImport)
		case 7:
			section.each(m.readExport)
		case 10:
			section.each(func(c *cursor) { m.bodies = append(m.bodies, c.take(c.unsigned())) })
		case 11:
			section.each(m.readData)
		}
		if section.failed || all.failed {
			return errors.New("the compiled policy is not a WASM module that can be read")
		}
	}
	return nil
}

func (m *wasmModule) readImport(c *cursor) {
	c.take(c.unsigned())
	c.take(c.unsigned())
	switch kind := c.byte(); kind {
	case 0: // function
		c.unsigned()
		m.imports++
	case 2: // memory: flags, minimum, and a maximum where the flags say so
		if flags := c.byte(); flags&1 == 1 {
			c.unsigned()
		}
		c.unsigned()
	default:
		c.failed = true
	}
}

func (m *wasmModule) readExport(c *cursor) {
	name := c.take(c.unsigned())
	kind, index := c.byte(), c.unsigned()
	if kind == 0 && string(name) == "builtins" {
		m.builtins = index
	}
}

func (m *wasmModule) readData(c *cursor) {
	c.unsigned()
	if c.byte() != 0x41 {
		c.failed = true
		return
	}
	start := c.signed()
	c.skip(1)
	m.data = append(m.data, segment{start, c.take(c.unsigned())})
}

func (m *wasmModule) body() []byte {
	if at := m.builtins - m.imports; m.builtins >= m.imports && at < uint64(len(m.bodies)) {
		return m.bodies[at]
	}
	return nil
}

func (m *wasmModule) text(address int64) string {
	for _, data := range m.data {
		if at := address - data.start; at >= 0 && at < int64(len(data.bytes)) {
			name, _, _ := bytes.Cut(data.bytes[at:], []byte{0})
			return string(name)
		}
	}
	return ""
}

// cursor reads WASM's encoding from front to back; reading past the end fails it for good.
type cursor struct {
	bytes  []byte
	failed bool
}

func (c *cursor) more() bool { return len(c.bytes) > 0 && !c.failed }

func (c *cursor) take(n uint64) []byte {
	if n > uint64(len(c.bytes)) {
		c.failed, c.bytes = true, nil
		return nil
	}
	taken := c.bytes[:n]
	c.bytes = c.bytes[n:]
	return taken
}

func (c *cursor) skip(n uint64) { c.take(n) }

func (c *cursor) byte() byte {
	if one := c.take(1); one != nil {
		return one[0]
	}
	return 0
}

func (c *cursor) unsigned() uint64 {
	value, n := binary.Uvarint(c.bytes)
	c.take(uint64(max(n, 1)))
	c.failed = c.failed || n <= 0
	return value
}

func (c *cursor) signed() int64 {
	var value int64
	for shift := uint(0); shift < 64; shift += 7 {
		part := c.byte()
		value |= int64(part&0x7f) << shift
		if part&0x80 == 0 {
			if part&0x40 != 0 && shift+7 < 64 {
				value |= -1 << (shift + 7)
			}
			break
		}
	}
	return value
}

func (c *cursor) each(read func(*cursor)) {
	for n := c.unsigned(); n > 0 && !c.failed; n-- {
		read(c)
	}
}
