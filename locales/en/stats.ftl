# What residents ask: for an admin.

stats-title = What residents ask
# $days: of how many last days.
stats-recent = Last { $days } days
stats-all = All time
# $asked: how many questions.
stats-asked = asked: { $asked }
# $answered: how many were answered; $share: which share that is, in per cent.
stats-answered = answered: { $answered } ({ $share }%)
# $offered: how many were given readings to choose from; $chosen: of how many one was chosen.
stats-offered = given a choice: { $offered }, of these chosen: { $chosen }
# $refused: how many the data do not answer.
stats-refused = without data: { $refused }
# $median: half of the answers are ready in so many milliseconds; $most: 99 of 100.
stats-time = Time to answer: half within { $median } ms, 99 of 100 within { $most } ms
# $days: of how many last days.
stats-subjects = Asked about most ({ $days } days)
# $days: of how many last days.
stats-gaps = Not in the data ({ $days } days)
# $what: a subject or a question; $count: how often.
stats-line = • { $what } — { $count }
stats-none = No questions yet.
stats-masked = Names, phones and addresses in the questions are hidden.
