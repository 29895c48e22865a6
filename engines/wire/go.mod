module assay.dev/engines/wire

go 1.26
