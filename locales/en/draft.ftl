# Drafts of news that the bot makes by itself out of what changed in the data, and the reminder of them.

# $title: the dataset's title.
draft-new = New data: { $title }
# $title: the dataset's title.
draft-back = Published again: { $title }
# $title: the dataset's title.
draft-updated = Updated: { $title }
# $title: the dataset's title.
draft-gone = No longer published: { $title }
# $title: the dataset's title.
draft-late = Not updated in time: { $title }
# $title: the dataset's title.
draft-asked = The community's open data: { $title }
# $count: how many; $shown: the same with spaces between thousands.
draft-files = { $count ->
    [one] { $shown } file
   *[other] { $shown } files
}
# $count: how many; $shown: the same with spaces between thousands.
draft-rows = { $count ->
    [one] { $shown } row
   *[other] { $shown } rows
}
# $files: "2 files".
draft-holds-files = In all: { $files }
# $files: "2 files"; $rows: "431 rows".
draft-holds = In all: { $files }, { $rows }
# $rows: "12 rows".
draft-added = { $rows } added
# $rows: "12 rows".
draft-removed = { $rows } removed
# $rows: "12 rows".
draft-changed = { $rows } changed
# $added: how many rows were not there before; $removed: how many are no longer there.
draft-apart = Rows that were not there before: { $added }; no longer there: { $removed }. A changed row counts in both.
# $name: name of the sheet or of the file in the archive; $rows: "12 rows".
draft-table-new = New table "{ $name }": { $rows }
# $name: name of the sheet or of the file in the archive.
draft-table-gone = The table "{ $name }" is no longer there
# $name: name of the sheet or of the file in the archive.
draft-table = Table "{ $name }":
# $count: how many tables.
draft-more-tables = { $count ->
    [one] { $count } more table changed
   *[other] { $count } more tables changed
}
# $names: names of columns.
draft-columns-added = New columns: { $names }
# $names: names of columns.
draft-columns-removed = Columns no longer there: { $names }
# $files: "2 files"; $names: what they are called.
draft-files-added = New: { $files } ({ $names })
# $files: "2 files".
draft-files-added-nameless = New: { $files }
# $files: "2 files".
draft-files-removed = { $files } removed
# $period: "January–October 2026".
draft-period = Now covers { $period }
# $period: "January–October 2026"; $before: such a period that it was before.
draft-period-before = Now covers { $period } (was { $before })
# $column: name of the column of dates; $period: "03.01.2026–28.10.2026".
draft-dates = "{ $column }": now { $period }
# $column: name of the column of dates; $period: "03.01.2026–28.10.2026"; $before: such a period that it was before.
draft-dates-before = "{ $column }": now { $period } (was { $before })
# $from: the first month; $to: the last month; $year: the year.
draft-months = { $from }–{ $to } { $year }
# $month: the month; $year: the year.
draft-month-of = { $month } { $year }
# $month: number of the month.
draft-month = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
# $column: name of the column.
draft-most = The largest change ("{ $column }"):
# $column: name of the column.
draft-most-share = The largest in percent ("{ $column }"):
# $row: what the row of the table is called; $before: what it was; $before_row: the row's number in the file; $after: what it is; $after_row: the row's number in the file.
draft-amount = { $row }: was { $before } (row { $before_row }), is { $after } (row { $after_row })
# $row: what the row of the table is called; $before: what it was; $before_row: the row's number in the file; $after: what it is; $after_row: the row's number in the file; $share: by how many percent, with the sign.
draft-amount-share = { $row }: was { $before } (row { $before_row }), is { $after } (row { $after_row }), { $share }%
# $date: when its files last changed.
draft-gone-since = The portal's catalogue does not have this dataset any more. Its files last changed on { $date }.
draft-gone-undated = The portal's catalogue does not have this dataset any more.
# $frequency: "once a month"; $date: when its files last changed.
draft-late-since = It was promised to be updated { $frequency }, and its files last changed on { $date }.
# $times: how often; $days: within how many days.
draft-asked-times = { $times ->
    [one] Asked about { $times } time within the last { $days } days.
   *[other] Asked about { $times } times within the last { $days } days.
}
# $holder: who published it.
draft-holder = Held by: { $holder }
# $holder: who published it; $date: when the file changed.
draft-source = Held by: { $holder }. File of { $date }
# $date: when the file changed.
draft-date = File of { $date }
# $count: how many datasets.
draft-digest = { $count ->
    [one] What changed in the open data: { $count } dataset
   *[other] What changed in the open data: { $count } datasets
}
# $count: how many datasets.
draft-digest-new = New ({ $count })
# $count: how many datasets.
draft-digest-updated = Updated ({ $count })
# $count: how many datasets.
draft-digest-late = Not updated in time ({ $count })
# $count: how many datasets.
draft-digest-gone = No longer published ({ $count })
# $count: how many datasets are not named.
draft-more = and { $count } more
# $title: the dataset's title; $fact: what it is, in short.
draft-line = { $title }: { $fact }
# $frequency: "once a month"; $date: when its files last changed.
draft-line-late = promised { $frequency }, last on { $date }
# $count: how many datasets.
draft-opened = { $count ->
    [one] Open data can be asked in the bot now: { $count } dataset
   *[other] Open data can be asked in the bot now: { $count } datasets
}
draft-opened-how = Ask in plain words, and the bot answers with the fact from a row of a file.
draft-opened-themes = What they are about:
# $theme: the theme; $count: how many datasets.
draft-opened-theme = { $theme }: { $count }
# $count: how many datasets.
draft-opened-late = Not updated in time: { $count }
# $quarter: "quarter 4 of 2026"; $days: how many days are left, with this one.
draft-duty = { $days ->
    [one] { $quarter } is about to end: { $days } day is left, and no news about the data was sent in it.
   *[other] { $quarter } is about to end: { $days } days are left, and no news about the data was sent in it.
}
# $number: number of the quarter; $year: the year.
draft-quarter = Quarter { $number } of { $year }
draft-duty-ready = Drafts are ready; press to look at one and send it:
draft-duty-empty = No drafts are ready. Write news: /news
