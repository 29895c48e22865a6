// Program etcd is go.etcd.io/etcd/server/v3, and ends with its standard input.
package main

import (
	"os"

	"assay.dev/test/cluster/server/lifeline"
	"go.etcd.io/etcd/server/v3/etcdmain"
)

func main() {
	lifeline.Hold()
	etcdmain.Main(os.Args)
}
