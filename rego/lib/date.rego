# METADATA
# scope: package
# title: Dates such as 2026-01-31
package lib.date

# METADATA
# title: The text is a date of this century
valid(text) if regex.match(`^(20[0-9]{2}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|20([02468][048]|[13579][26])-02-29)$`, text)

# METADATA
# title: The number of a date's day, counted from one fixed day on
day(date) := floor(time.parse_ns("2006-01-02", date) / ((24 * 3600) * 1000000000))
