package fs_group_policy

deny contains "fsGroupPolicy must be File or None" if {
	input.request.kind.kind == "CSIDriver"
	input.request.operation in {"CREATE", "UPDATE"}
	not input.request.object.spec.fsGroupPolicy in {"File", "None"}
}
