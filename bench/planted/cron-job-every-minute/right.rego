package cron_job

deny contains "every minute is too often" if {
	input.request.kind.kind == "CronJob"
	regex.match(`^\*(/1)? `, input.request.object.spec.schedule)
}
