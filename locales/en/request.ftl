# The form by which a resident wants something, their matters, the list of all, their data.

request-command-suggest = Suggest data
request-command-report = Report an error in the data
request-command-ask-council = Request public information
request-command-my = My matters
request-command-requests = What everybody asks for
request-command-forget-me = Erase my data
request-command-export-me = My data as a file
request-kind-suggestion = Suggestion of data
request-kind-complaint = Complaint about data
request-kind-formal = Request for public information
# $at: which step, whole; $of: how many there are, whole.
request-step = Step { $at } of { $of }
request-what-suggestion = Which data are missing? Write it in one message. Its first line becomes the title, which everybody sees in /requests, so put nothing personal there.
request-what-complaint = What is wrong with the data? Say in one message which dataset it is and what is wrong. Its first line becomes the title, which everybody sees in /requests, so put nothing personal there.
request-what-formal = Which information do you need? Describe it or name the document in one message. This is a request under Law № 2939-VI: the council answers in 5 working days, or in 48 hours where life, health or an emergency is at stake. It may extend that to 20 working days and must say why. Only the council’s officers see it.
# $where: an address or a link of the council.
request-appeal = A complaint of what somebody did or a plea for help is a citizens’ appeal, which takes another way: 15 days or a month, 45 days at most. Make it here: { $where }
request-appeal-unknown = A complaint of what somebody did or a plea for help is a citizens’ appeal, which takes another way: 15 days or a month, 45 days at most. It goes to the council in writing or by mail; the bot takes none.
request-details-suggestion = Add details if you like: what the data are for, of which time, in which form. You may send a photo, a document, a voice message or a place.
request-details-complaint = What exactly is wrong, and how is it really? You may send a photo, a document, a voice message or a place.
request-contact = The law (article 19) wants a name. Write in one message: your name in the first line, in the second your postal or mail address and, if you have one, a phone. Only the council’s officers see it.
# $what: what it is about; the question as read.
request-about-what = What: { $what }
# $where: the place as read.
request-about-where = Where: { $where }
# $when: the time as read.
request-about-when = When: { $when }
# $dataset: the dataset's title; $rows: numbers of rows, separated by commas.
request-about-rows = Dataset “{ $dataset }”, rows of the file: { $rows }
# $dataset: the dataset's title.
request-about-dataset = Dataset “{ $dataset }”
request-title-public = Everybody sees the title in /requests, the council’s officers alone the rest.
request-check = Check it before it is sent
# $count: how many, whole.
request-attached = { $count ->
    [one] { $count } attachment
   *[other] { $count } attachments
}
request-anonymous = The council’s officers do not see who you are.
# $name: the name.
request-named = The council’s officers see the name: { $name }
# $name: the name; $contact: where to answer.
request-contact-given = Asked by: { $name }, { $contact }
request-similar = Something similar waits for an answer. Join, and you are told with the others:
# $number: its number; $title: what it is called.
request-line = № { $number } { $title }
# $count: how many people, whole.
request-waiting = { $count ->
    [one] { $count } person waits
   *[other] { $count } people wait
}
# $due: a day or a time.
request-due = answer by { $due }
request-resumed = We go on with what you began.
request-added = Added.
request-want-words = Please say in words, too, what it is about.
request-want-contact = A name and an address are needed: a postal one with the number of the house, or a mail. A phone alone is not enough.
request-want-fewer = No room for more attachments: there are ten already.
request-or-question = The council’s data answer this. Answer it, or put it into the form?
request-left = What you began is kept as a draft.
request-cancelled = Cancelled. Nothing was sent.
request-closed = This form is over or was cancelled.
request-here-not = That is better said in private: write to me in a chat of our own.
request-button-back = ‹ Back
request-button-skip = Skip
request-button-cancel = Cancel
request-button-send = Send
request-button-name = Show my name
request-button-anonymous = Do not show my name
request-button-urgent = Life, health, emergency: 48 hours
request-button-not-urgent = Not urgent
request-button-resume = Go on
request-button-put = Into the form
request-button-answer = Answer
# $number: its number.
request-button-join-this = Join № { $number }
# $number: its number.
request-received = Received, № { $number }
# $number: its number.
request-received-before = This was received already, № { $number }
request-then = The answer comes here. State and letters: /my
# $count: how many an hour, whole.
request-too-many = At most { $count } can be sent within an hour. The draft is kept: send it a little later.
request-too-many-letters = Too many letters within an hour. Please try a little later.
request-joined = You joined: we tell you as soon as there is an answer.
request-left-voice = Your voice is taken back.
request-mine = My matters
request-mine-empty = None yet. Suggest data: /suggest, report an error: /report, request public information: /ask_council
request-public = What everybody asks for
request-public-empty = Nobody asks for anything yet. Begin: /suggest
# $at: which page, whole; $of: how many there are, whole.
request-page = Page { $at } of { $of }
request-button-popular = By votes
request-button-new = Newest
request-button-mine = ‹ My matters
request-button-public = ‹ All
request-button-join = Join
request-button-leave = Take my voice back
request-button-write = Add to it
request-button-withdraw = Withdraw
request-button-withdraw-now = Yes, withdraw
request-button-keep = No
request-button-reopen = No, open it again
request-unknown = There is no such matter.
# $state: its state in words.
request-state = State: { $state }
# $date: a day.
request-since = Filed on { $date }
request-letters = Letters
# $date: day and time; $text: the letter.
request-letter-mine = { $date } you: { $text }
# $date: day and time; $text: the letter.
request-letter-council = { $date } council: { $text }
request-letter-attachment = attachment
request-write-now = Write or send it in your next message: it goes to the council.
# $number: its number.
request-written = Passed on to the council, № { $number }
# $number: its number.
request-over = № { $number } is over. If it is not settled, open it again.
request-withdraw-sure = Withdraw it indeed? The council stops working on it.
request-withdrawn = Withdrawn.
request-withdrawn-others = Your voice is taken back. Others still wait, so the matter stays.
request-rate = Did it help? Rate it from 1 to 5. Is it really put right?
# $rating: the rating, whole.
request-rated = Your rating: { $rating }
request-reopened = Opened again: the council sees that it is not settled.
# $rating: from 1 to 5, whole.
request-told-rated = The resident’s rating: { $rating } of 5
request-told-reopened = The resident says that it is not settled: opened again.
request-told-withdrawn = The resident withdrew it.
request-forget = Erase everything that is kept of you? Questions and answers, drafts, letters, name, contacts and voices as yours go. Open requests for public information are withdrawn. The titles of your suggestions and complaints and the count of voices stay, without you. What is erased cannot be brought back.
request-button-forget = Erase my data
request-button-forget-now = Yes, erase everything
request-button-export = My data as a file
request-forgotten = Erased. If you write again, we begin with a clean sheet.
request-kept = All right, nothing was erased.
request-export = Everything that is kept of you
# $days: for how many days words of questions are kept, whole; $years: for how many days after their end matters are kept, whole.
request-privacy = Matters for the council are kept with your number in Telegram, your language, details, letters and, if you gave them, name and contact. Titles of suggestions and complaints, their state and the count of voices are seen by everybody in /requests; details, letters, name and contact by the council’s officers alone; who you are in Telegram they are not shown. { $years } days after the end details, letters, names and contacts are erased. Drafts are kept for 30 days, words of questions in the statistics for { $days } days. The technical log of what was sent stays for 90 days, without the text. A note that you may not write stays until it ends. Erase everything: /forget_me, have everything as a file: /export_me
