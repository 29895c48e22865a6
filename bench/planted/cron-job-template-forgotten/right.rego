package no_host_pid

import data.lib

deny contains "hostPID is not allowed" if lib.pod.spec.hostPID
