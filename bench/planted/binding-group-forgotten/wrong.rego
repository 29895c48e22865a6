package anonymous

anonymous := {"system:anonymous"}

deny contains "anonymous users must not be bound" if {
	input.request.kind.kind in {"RoleBinding", "ClusterRoleBinding"}
	some subject in input.request.object.subjects
	subject.name in anonymous
}
