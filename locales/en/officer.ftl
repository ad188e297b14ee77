# The council's officers: how they join, their group, their answers to residents.

officer-admin = admin
officer-for = For:
officer-at-it = At it:
# $number: its number; $title: what it is called; $due: a date, or a date and a time.
officer-notice = New matter № { $number } “{ $title }”, due { $due }. It is in the officers’ group.
# $number: its number; $title: what it is called; $due: a date, or a date and a time.
officer-notice-handed = Matter № { $number } “{ $title }” was handed over to you, due { $due }. It is in the officers’ group.
# $department: a holder of data.
officer-handed = Handed over: { $department }.
officer-faceless = Rights are a person’s, not those of a group or a channel, so nothing was done in its name: nothing was sent to the resident. Write under your own name (turn off anonymity in the group’s admin rights).
officer-stranger = These buttons work for those who joined by an admin’s link. Ask an admin for an invitation: /invite in their chat with the bot.
# $number: its number; $title: what it is called; $due: a date, or a date and a time.
officer-ask-answer = write the answer to № { $number } as a reply to this message. Everyone who waits gets it.
# $number: its number; $title: what it is called; $due: a date, or a date and a time.
officer-ask-clarify = write as a reply to this message what is to be made clear about № { $number }. Who began it gets the question.
# $number: its number; $title: what it is called; $due: a date, or a date and a time.
officer-ask-extend = write as a reply to this message why № { $number } needs more time. It is now due { $due }; everyone who waits gets the new term and the reason.
# $number: its number; $title: what it is called; $due: a date, or a date and a time.
officer-ask-refuse = write as a reply to this message why № { $number } is refused. Everyone who waits gets it, and the matter is closed.
# $number: its number; $title: what it is called; $due: a date, or a date and a time.
officer-ask-refuse-formal = write as a reply to this message the refusal of № { $number }: who is responsible, the date, the grounds with reasons, and how to appeal (article 22 of law № 2939-VI). Everyone who waits gets it, and the matter is closed.
# $number: its number; $title: what it is called; $due: a date, or a date and a time.
officer-ask-close = the last word on № { $number } is the resident’s. Write the answer as a reply to this message: everyone who waits gets it, and the matter is closed.
# $number: its number; $title: what it is called; $due: a date, or a date and a time.
officer-ask-publish = reply to this message with a link to the dataset published for № { $number }, its name, or a part of its title.
# $number: its number.
officer-closed = № { $number } is closed already.
# $number: its number.
officer-cannot-extend = The term of № { $number } cannot be extended: that is done once, before it is over, and not for urgent ones.
officer-needs-words = Words are needed here: write them as a reply to the message before.
officer-nobody-left = There is nobody to send it to: the person asked to be forgotten.
# $due: a date.
officer-extended = The term was extended to { $due }.
# $number: its number; $title: what it is called; $due: a date; $reason: why, in the officer's words.
officer-told-extended = The term of the answer to № { $number } “{ $title }” was extended to { $due } inclusive. The reason: { $reason }
officer-found = Which dataset was published? Press it: the matter is closed, and everyone who waits gets the answer to their question.
officer-not-found = There is no such dataset in the catalogue. If it was published just now, wait for the next reading of the sources and send its name again.
# $number: its number; $title: what it is called; $dataset: a dataset.
officer-ended-published = № { $number } “{ $title }”: the data are published, dataset “{ $dataset }”.
# $number: its number; $title: what it is called; $dataset: a dataset, none here.
officer-ended-fixed = № { $number } “{ $title }”: the data were put right.
# $number: its number; $title: what it is called; $dataset: a dataset, none here.
officer-ended-answered = № { $number } “{ $title }”: the council answered, the matter is closed.
# $number: its number; $title: what it is called; $dataset: a dataset, none here.
officer-ended-refused = № { $number } “{ $title }”: the council refused, for the reason in its letter. The matter is closed.
officer-rate = How content are you, from 1 to 5?
# $question: what the person once asked.
officer-published-answer = You asked: { $question }
# $number: the number of a similar one.
officer-same = The similar matter № { $number } was answered like this:
officer-same-attached = 📎 with an attachment
officer-button-same = Send the same
officer-sent = Sent to the residents:
# $until: a date and a time; $reason: why.
officer-blocked = This person’s matters are not taken until { $until }. The reason: { $reason }
# $until: a date and a time; $reason: why.
officer-block-told = The council takes no matters of yours through the bot until { $until }. The reason: { $reason } The bot answers questions as before.
officer-unblocked = This person’s matters are taken again.
officer-not-blocked = This person’s matters were taken all along.
officer-block-usage = Write the length and the reason: “/block 7 days insults” in the topic of a matter, or “/block № 12 7 days insults”. A year at most. To undo: /unblock.
officer-block-nobody = It is not clear whom: write it in the topic of a matter or add its number. An officer, or who asked to be forgotten, cannot be blocked.
officer-invite = Who is to be invited? The link works once, for seven days.
officer-button-officer = An officer
officer-button-admin = An admin
officer-button-all = All holders
officer-for-which = The matters of which holder are they to get?
# $department: a holder of data.
officer-link = Forward this link to the officer of “{ $department }”:
# $department: empty here.
officer-link-all = Forward this link to the officer who gets what nobody else has:
# $department: empty here.
officer-link-admin = Forward this link to the new admin:
# $department: a holder of data; $council: the council.
officer-joined = Welcome: you are an officer, “{ $council }”, holder “{ $department }”. New matters come to the officers’ group, and you are told here.
# $department: empty here; $council: the council.
officer-joined-all = Welcome: you are an officer, “{ $council }”, for what nobody else has. New matters come to the officers’ group, and you are told here.
# $department: empty here; $council: the council.
officer-joined-admin = Welcome: you are an admin, “{ $council }”. To invite officers: /invite; to bind their group: /bind.
officer-code-used = This code was used already. Ask an admin for another.
officer-code-old = The time of this code is over. Ask an admin for another.
officer-code-unknown = There is no such code. See whether the link is whole, or ask an admin for another.
officer-list = Who acts for the council:
officer-list-none = There are no officers yet. To invite one: /invite
# $name: a name.
officer-button-dismiss = Remove: { $name }
officer-bind-code = Add the bot to the officers’ group as an administrator who may manage topics, and send there (once, within seven days):
officer-bind-here = Send this command in the officers’ group itself.
# $count: matters, an integer.
officer-bound = The group is bound: each matter will have a topic here. { $count ->
    [0] No matter is open.
    [one] { $count } open one appears now.
   *[other] { $count } open ones appear now.
}
# $count: matters, an integer.
officer-bound-plain = The group is bound. It has no topics, so each matter will have a message here; write in reply to it. { $count ->
    [0] No matter is open.
    [one] { $count } open one appears now.
   *[other] { $count } open ones appear now.
}
officer-templates = To add a template, send /templates, then its title, and on a new line its text.
# $title: its title.
officer-template-kept = The template “{ $title }” is kept.
# $title: its title.
officer-button-drop = Remove: { $title }
officer-command-invite = invite an officer or an admin
officer-command-officers = who acts for the council
officer-command-bind = bind the officers’ group
officer-command-templates = usual answers
officer-command-block = take no matters of a person
officer-command-unblock = take them again
officer-checking = Checking: this dataset is read from the portal again and the rows complained of are compared.
officer-no-check = It cannot be checked: the complaint names no rows of a file. Close it with an answer to the resident.
