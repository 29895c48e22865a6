// Package lifeline ends a program with the one that started it.
package lifeline

import (
	"io"
	"os"
)

// attempts to remove a folder in which the other program may still write for a moment.
const attempts = 100

// Hold ends this program when its standard input ends: at the latest when the process that holds the other end of the pipe is gone, however it
// went. The folder that the environment variable ASSAY_CLUSTER_FOLDER names is then removed.
func Hold() {
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		if folder := os.Getenv("ASSAY_CLUSTER_FOLDER"); folder != "" {
			for range attempts {
				if os.RemoveAll(folder) == nil {
					break
				}
			}
		}
		os.Exit(0)
	}()
}
