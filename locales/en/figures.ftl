# How promptly the council answers: /matters for admins.

figures-title = Suggestions, complaints and requests
figures-all = All
figures-departments = By holder
figures-months = By month
figures-none = no holder
# $name: a holder or a month; $count, $ended, $late: matters, closed ones, late ones; $reply, $end: median and 90th percentile of working hours.
figures-line = { $name }: { $count }, closed { $ended }, late { $late }; to the first reply { $reply } h, to the end { $end } h (median / 90 %)
figures-csv = Table (CSV)
figures-csv-personal = Table with personal data
figures-number = Number
figures-kind = Kind
figures-what = Title
figures-state = State
figures-dataset = Dataset
figures-holder = Holder
figures-voices = People
figures-received = Received
figures-due = Due
figures-replied = First reply
figures-closed = Closed
figures-person = Telegram number
figures-name = Name
figures-contact = Contact
figures-rating = Rating
