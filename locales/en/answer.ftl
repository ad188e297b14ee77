# Words of answers. Values ($value, $label, $title …) are as published or already formatted.

answer-none = Sorry, the council's open data do not have this. You can send a request for such data.
answer-greeting = Hello! Ask in your own words, for example “mayor's reception schedule” or “water tariff”.
answer-empty = Please write a question in words.
# $label: a column; $value: its value, formatted.
answer-field = { $label }: { $value }
# $count: rows, an integer.
answer-count = { $count ->
    [one] { $count } record
   *[other] { $count } records
}
# $count: rows, an integer; $all: rows in the table, an integer.
answer-of-rows = { $count } of { $all ->
    [one] { $all } row
   *[other] { $all } rows
}
# $label: a column; $value: its value, formatted.
answer-sum = { $label }, in total: { $value }
# $label: a column; $value: its value, formatted.
answer-mean = { $label }, on average: { $value }
# $label: a column; $value: its value, formatted.
answer-filter = { $label } — { $value }
# $filter: conditions, separated by semicolons.
answer-filters = Chosen by: { $filter }
# $period: a year or dates.
answer-period = Period: { $period }
# $value: its value, formatted.
answer-difference = Difference: { $value }
# $name: a value; $count: rows, an integer.
answer-group = { $name }: { $count }
# $period: a year or dates; $value: its value, formatted.
answer-period-value = { $period }: { $value }
# $period: a year or dates.
answer-more-in = More in { $period }
answer-equal = The same
# $value: its value, formatted; $change: percent with sign.
answer-change = Change: { $value } ({ $change }%)
# $share: percent.
answer-share = Share: { $share }%
# $title: the dataset or the row; $distance: formatted.
answer-distance = { $title } — { $distance }
# $title: the dataset or the row; $holder: who holds the dataset.
answer-source = Source: “{ $title }”, { $holder }
# $date: a date.
answer-updated = File changed on { $date }
answer-updated-unknown = When the file changed is not known
# $rows: row numbers, separated by commas, or how many.
answer-rows = row { $rows }
# $frequency: words.
answer-frequency = Updates: { $frequency }
# $frequency: words.
answer-late = Note: the data are late, promised { $frequency }
answer-frequency-more-than-daily = more than once a day
answer-frequency-daily = once a day
answer-frequency-weekly = once a week
answer-frequency-monthly = once a month
answer-frequency-quarterly = once a quarter
answer-frequency-half-yearly = once a half year
answer-frequency-yearly = once a year
answer-frequency-on-change = immediately after changes
answer-frequency-never = no longer updated
answer-frequency-unknown = frequency not stated
# $title: the dataset or the row.
answer-card-title = Dataset “{ $title }”
# $holder: who holds the dataset.
answer-card-holder = Holder: { $holder }
# $maintainer: a person.
answer-card-maintainer = Responsible: { $maintainer }
# $date: a date.
answer-card-updated = Last updated: { $date }
# $date: a date.
answer-card-created = Created: { $date }
# $formats: separated by commas.
answer-card-formats = Formats: { $formats }
# $rows: row numbers, separated by commas, or how many.
answer-card-rows = Rows: { $rows }
answer-card-no-files = The dataset has no files: only its description is published.
answer-choose = Please choose what you mean:
answer-yes = yes
answer-no = no
# $count: rows, an integer.
answer-more = …and { $count } more
# $time: a time of day.
answer-open-now = Open now, until { $time }
# $time: a time of day.
answer-receives-now = Receiving now, until { $time }
answer-closed-now = Closed now
# $time: a day and its hours.
answer-next = Next: { $time }
# $day: the day of the week, from Monday (1) to Sunday (7).
answer-weekday = { $day ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
}
# $count: rows, an integer.
answer-overview = The catalogue has { $count ->
    [one] { $count } dataset
   *[other] { $count } datasets
}.
answer-overview-holders = By holder:
answer-overview-newest = Newest:
# $place: the place that the question names, in its words.
answer-measured-from = Measured from: { $place }
# $count: datasets, an integer.
answer-overview-theme = { $count ->
    [one] { $count } dataset is
   *[other] { $count } datasets are
} about this:
# The state of a dataset. $reason: a whole sentence or a phrase.
answer-state-unreadable = State: unreadable. { $reason }
# $count: files that cannot be had or read; $all: all files; $reason: why the first cannot.
answer-state-incomplete = State: incomplete. Files not read: { $count } of { $all } ({ $reason })
# $frequency: words; $date: a date.
answer-state-late = State: late. Promised to be updated { $frequency }, last changed { $date }
answer-state-current = State: current
answer-state-missing = the file was not downloaded
# The question that sets two years side by side. $year, $other: years.
answer-compare = compare { $year } with { $other }
