# News: what the admin who writes and sends them sees, and the reader.

news-title = News
news-none = No news yet. When data change, drafts appear here by themselves; or write one.
news-choose = Choose an item or write a new one.
news-untitled = no text
news-button-write = ✏️ Write
news-button-newer = ← Newer
news-button-older = Older →
# $number: the item's number; $state: where it stands
news-card = Item { $number }: { $state }
news-state-draft = draft
news-state-scheduled = scheduled
news-state-sending = going out
news-state-paused = paused
news-state-done = sent
news-state-cancelled = stopped
news-state-recalled = recalled
news-state-discarded = deleted
# $time: day and time
news-card-at = Begins { $time }
# $time: day and time
news-card-sent = Began { $time }
news-card-empty = There is no text yet.
news-card-english = There is an English text.
news-card-no-english = There is no English text: readers of English get the Ukrainian one, and are told so.
news-card-photo = 🖼 with a picture
news-card-document = 📎 with a file
news-card-chart = 📊 with a chart
# $whom: who gets it; $count: how many
news-card-whom = To: { $whom } ({ $count })
news-card-channel = Also in the council’s channel.
news-card-no-channel = Not in the council’s channel.
news-card-copies = What became of the copies
# $edition: number of the correction or recall
news-card-edition = Correction or recall { $edition }
# $count: characters
news-card-long = Too long: make it { $count } characters shorter, then it can be sent.
news-card-correction = The new text is kept but not sent yet: look at it and send the correction.
news-button-preview = 👁 As they see it
news-button-test = Send to myself
news-button-words = ✏️ Text
news-button-english = ✏️ English
news-button-no-english = No English
news-button-media = 📎 Add a file
news-button-no-media = No attachment
news-button-chart = 📊 Chart
news-button-datasets = 📂 Datasets
news-button-whom = 👥 To whom
news-button-channel = Channel: no
news-button-no-channel = Channel: yes
news-button-now = 📤 Send
news-button-when = 🕒 When
news-button-discard = 🗑 Delete
news-button-unschedule = Don’t send
news-button-begin = Yes, send
news-button-back = ← Back
news-button-list = ← To the list
news-button-show = To the item
news-button-pause = ⏸ Pause
news-button-resume = ▶️ Go on
news-button-cancel = ⏹ Stop
news-button-again = Send to the doubtful
news-button-correct = Send the correction
news-button-no-correction = Don’t correct
news-button-recall = 🗑 Recall
news-button-recall-now = Yes, recall
news-button-tomorrow = Tomorrow at 10:00
news-button-off = 🔕 No more of this
news-whom = Who is to get it? In brackets: how many people.
# $whom: who gets it; $count: how many
news-sure = Send now: { $whom } ({ $count })?
# $count: copies
news-recall-sure = Recall { $count } copies? Those younger than 48 hours are deleted; older ones will say that the item was recalled.
news-ask-uk = Send the text as a reply to this message. Bold, italics and links are kept.
news-ask-en = Send the English text as a reply to this message.
news-ask-media = Send a picture or a file as a reply to this message.
news-ask-datasets = Reply with the datasets it is about: a title or words of it; several on lines of their own.
news-ask-when = Reply with day and time, such as 25.12.2026 10:00.
news-taken = Noted.
news-wrong-words = A text is needed. Try again.
news-wrong-media = A picture or file is needed. Try again.
news-wrong-datasets = No such datasets were found. Try other words.
news-wrong-time = The time cannot be read, or is over. For example: 25.12.2026 10:00.
news-no-chart = These datasets have no numbers to draw. Choose a dataset first.
news-not-found = This item is gone or has changed. Open the list: /news
# $number: the item's number
news-sending = Sending item { $number }
# $number: the item's number
news-correcting = Correcting item { $number }
# $number: the item's number
news-recalling = Recalling item { $number }
# $number: the item's number
news-paused = Item { $number } is paused
# $number: the item's number
news-over = Item { $number }: over
# $count: copies
news-sent = Sent: { $count }
# $count: copies
news-blocked = Blocked the bot: { $count }
# $count: copies
news-failed = Failed: { $count }
# $count: copies
news-doubtful = Doubtful: { $count }
# $count: copies
news-cancelled = Not sent, as it was stopped: { $count }
# $count: people
news-digest = Comes in a digest: { $count }
# $count: copies
news-left = Left: { $count }
# $time: hour and minute
news-until = Ends about { $time }, unless some wait for the morning.
# $number: the item's number
news-report = Item { $number } was sent
# $number: the item's number
news-report-correction = Item { $number } was corrected
# $number: the item's number
news-report-recall = Item { $number } was recalled
news-doubt = Doubtful: Telegram did not say whether it arrived. Sent once more, somebody may get it twice.
news-recalled = This item was recalled.
news-only-ukrainian = This item is in Ukrainian only.
news-to-everyone = everyone who agreed
news-to-officers = officers
# $what: the theme
news-to-theme = who follow the theme “{ $what }”
# $what: the holder
news-to-holder = who follow the holder “{ $what }”
# $what: the dataset
news-to-dataset = who follow the dataset “{ $what }”
news-why-everyone = You get this because you agreed to news of the data. Change: /follow
news-why-officers = You get this as an officer of the council.
# $what: what the reader follows
news-why-follows = You get this because you are among those { $what }. Change: /follow
# $whom: to whom it was sent
news-off = I won’t send you what goes to { $whom } any more. Settings: /follow
