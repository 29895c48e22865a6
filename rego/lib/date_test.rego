package lib.date_test

import data.lib.date

test_dates_there_are if {
	every text in ["2026-01-31", "2026-04-30", "2026-12-31", "2028-02-29", "2000-02-29", "2099-02-28"] {
		date.valid(text)
	}
}

test_dates_there_are_not if {
	every text in ["", "2026-02-29", "2026-04-31", "2026-13-01", "2026-00-01", "2026-01-00", "2026-01-32", "1999-01-01", "2026-1-1", "2026-01-01 ", "1.1.2026"] {
		not date.valid(text)
	}
}

test_days_are_counted if {
	date.day("2026-02-01") - date.day("2026-01-01") == 31
	date.day("2028-03-01") - date.day("2028-02-28") == 2
	date.day("2026-01-01") == date.day("2026-01-01")
}
