package cron_job

deny contains "every minute is too often" if {
	input.request.kind.kind == "CronJob"
	startswith(input.request.object.spec.schedule, "* ")
}
