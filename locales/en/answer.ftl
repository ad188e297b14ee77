# Words of answers. Values ($value, $label, $title …) are as published or already formatted.

answer-none = Sorry, the council's open data do not have this. You can send a request for such data.
answer-greeting = Hello! Ask in your own words, for example “mayor's reception schedule” or “water tariff”.
answer-empty = Please write a question in words.
answer-field = { $label }: { $value }
answer-count = { $count ->
    [one] { $count } record
   *[other] { $count } records
}
answer-of-rows = { $count } of { $all ->
    [one] { $all } row
   *[other] { $all } rows
}
answer-sum = { $label }, in total: { $value }
answer-mean = { $label }, on average: { $value }
answer-filter = { $label } — { $value }
answer-filters = Chosen by: { $filter }
answer-period = Period: { $period }
answer-difference = Difference: { $value }
answer-group = { $name }: { $count }
answer-period-value = { $period }: { $value }
answer-more-in = More in { $period }
answer-equal = The same
answer-change = Change: { $value } ({ $change }%)
answer-share = Share: { $share }%
answer-distance = { $title } — { $distance }
answer-source = Source: “{ $title }”, { $holder }
answer-updated = File changed on { $date }
answer-updated-unknown = When the file changed is not known
answer-rows = row { $rows }
answer-frequency = Updates: { $frequency }
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
answer-card-title = Dataset “{ $title }”
answer-card-holder = Holder: { $holder }
answer-card-maintainer = Responsible: { $maintainer }
answer-card-updated = Last updated: { $date }
answer-card-created = Created: { $date }
answer-card-formats = Formats: { $formats }
answer-card-rows = Rows: { $rows }
answer-card-no-files = The dataset has no files: only its description is published.
answer-card-unreadable = The file could not be read: { $reason }
answer-choose = Please choose what you mean:
answer-yes = yes
answer-no = no
answer-more = …and { $count } more
answer-open-now = Open now, until { $time }
answer-closed-now = Closed now
answer-next = Next: { $from }–{ $to }
answer-overview = The catalogue has { $count ->
    [one] { $count } dataset
   *[other] { $count } datasets
}.
answer-overview-holders = By holder:
answer-overview-newest = Newest:
answer-reading = Read as “{ $question }”
answer-choice-question = { $question }: { $title }
answer-example-phone = phone of { $name }
answer-example-count = how many records in “{ $title }”
answer-example-list = { $title }
