# Suggestions, complaints and requests: words for residents and officers.

# $mark: a sign of its state; $number: its number; $title: what it is called.
matter-topic = { $mark } № { $number } { $title }
# $number: its number.
matter-suggestion = Suggestion of data № { $number }
# $number: its number.
matter-complaint = Complaint about data № { $number }
# $number: its number.
matter-formal = Request for public information № { $number }
# $question: the question of which it came.
matter-question = Question: { $question }
# $state: its state in words.
matter-state = State: { $state }
matter-state-new = new
matter-state-taken = in work
matter-state-waiting = waits for the resident
matter-state-closed = closed
matter-state-withdrawn = withdrawn
matter-outcome-published = dataset published
matter-outcome-fixed = put right
matter-outcome-answered = answered
matter-outcome-refused = refused
# $count: people, an integer.
matter-voices = { $count ->
    [one] { $count } person waits
   *[other] { $count } people wait
}
# $name, $contact: how the person is called and where to write.
matter-name = Applicant: { $name }, { $contact }
# $name: as the person gave it.
matter-name-alone = Resident: { $name }
# $due: a date, or a date and a time.
matter-due = Due: { $due }
# $holder: who holds the data.
matter-holder = Holder: { $holder }
# Before the title of a dataset, a link.
matter-dataset = Dataset:
# After the title of a dataset. $rows: row numbers, separated by commas.
matter-rows = rows of the file: { $rows }
matter-button-take = Take
matter-button-answer = Answer
matter-button-clarify = Ask
matter-button-hand = Hand over
matter-button-usual = Templates
matter-button-extend = Extend
matter-button-close = Close
matter-button-back = ‹ Back
# $hours: how many hours; $due: a date and a time.
matter-counted-hours = Term: { $hours } hours from this minute, until { $due }.
# $days: working days, an integer; $from: the first day; $due: the last.
matter-counted = Term: { $days ->
    [one] { $days } working day
   *[other] { $days } working days
}, counted from { $from }: until { $due } inclusive.
# $days: working days, an integer; $from: the first day; $due: the last; $skipped: days left out, separated by commas.
matter-counted-without = Term: { $days ->
    [one] { $days } working day
   *[other] { $days } working days
}, counted from { $from } without the days off { $skipped }: until { $due } inclusive.
matter-from-resident = A resident writes:
# $number: its number; $title: what it is called.
matter-from-officer = The council on № { $number } “{ $title }”:
matter-was-answered = The resident was answered:
matter-was-noted = Note:
# $name: who.
matter-taken-by = Already taken by { $name }
matter-letter-blocked = Not delivered: the person blocked the bot or deleted the account.
matter-letter-unknown = It is not known whether this was delivered: Telegram did not answer. It is not sent again by itself, so as not to repeat it; send it again if need be.
matter-letter-gone = Not delivered: the message to be passed on was deleted. Please write it again.
matter-letter-failed = Not delivered: Telegram did not take the message. Please send it again.
# $due: a date, or a date and a time.
matter-half = Half of the term is over. An answer is due by { $due }.
# $due: a date, or a date and a time.
matter-day-before = One day is left: an answer is due by { $due }.
# $due: a date, or a date and a time.
matter-overdue = The term is over: an answer was due by { $due }.
# $number: its number; $title: what it is called; $due: a date, or a date and a time.
matter-escalated = Overdue: № { $number } “{ $title }” was due by { $due }.
# $open: how many are open, an integer; $due: how many are due today; $overdue: how many are overdue.
matter-digest = { $open ->
    [one] { $open } matter is open
   *[other] { $open } matters are open
}, due today: { $due }, overdue: { $overdue }
# $number: its number; $title: what it is called; $due: its term; $state: its state.
matter-digest-line = № { $number } { $title }: { $state }, due { $due }
matter-fix-holds = Checked: the data have changed, the matter is closed. The residents were told.
# $row: the row's number as it was.
matter-fix-gone = Row { $row }: no longer there
# $row: the row's number as it was; $column: a column; $was, $is: values before and after.
matter-fix-change = Row { $row }, { $column }: was “{ $was }”, is “{ $is }”
# $rows: row numbers, separated by commas.
matter-fix-same = Checked: the file has changed, but the rows complained of are the same: { $rows }. The matter stays open.
matter-fix-untouched = Checked: the published file is the one it was. Publish the corrected file and press again; the matter stays open.
# $number: its number; $title: what it is called.
matter-fixed = The data of complaint № { $number } “{ $title }” were put right, and the bot has checked it. Now:
matter-button-reopen = No, it is not right
