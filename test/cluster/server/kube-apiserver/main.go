// Program kube-apiserver is k8s.io/kubernetes/cmd/kube-apiserver, and ends with its standard input.
package main

import (
	"os"
	_ "time/tzdata" // for time zones of CronJobs

	"assay.dev/test/cluster/server/lifeline"
	"k8s.io/component-base/cli"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
)

func main() {
	lifeline.Hold()
	os.Exit(cli.Run(app.NewAPIServerCommand()))
}
