# What a resident follows, notices, consent to news, their archive.

follow-command-follow = What I follow
follow-command-news = News of the council
follow-command-stop = Send me nothing
follow-button-follow = Follow
# $title: the theme's name.
follow-of-theme = the theme “{ $title }”
# $title: the department's name.
follow-of-holder = the department “{ $title }”
# $title: the dataset's title.
follow-of-dataset = the dataset “{ $title }”
# $title: the question.
follow-of-question = the answer to “{ $title }”
# $title: the theme's name.
follow-because-theme = Because you follow the theme “{ $title }”
# $title: the department's name.
follow-because-holder = Because you follow the department “{ $title }”
# $title: the dataset's title.
follow-because-dataset = Because you follow the dataset “{ $title }”
# $title: the question.
follow-because-question = Because you follow the answer to “{ $title }”
follow-because-news = Because you agreed to the council’s news for everyone
follow-home = What you follow
follow-home-empty = Nothing yet. Choose a theme or a department, or press “Follow” under an answer or a dataset’s card: I will write as soon as the data change.
# $rhythm: how often, in words.
follow-rhythm-line = Sent: { $rhythm }
follow-rhythm-at-once = at once
follow-rhythm-daily = once a day, at 9:00
follow-rhythm-weekly = once a week, on Mondays at 9:00
# $quiet: hours, as 21:00–8:00, or words that there are none.
follow-quiet-line = Do not disturb: { $quiet }
follow-quiet-none = no quiet hours
follow-news-yes = The council’s news for everyone: yes
follow-news-no = The council’s news for everyone: no
# $at: which page, an integer; $of: how many, an integer.
follow-page = Page { $at } of { $of }
follow-themes = Which themes do you want to follow? I will write about each new or changed dataset on them.
follow-holders = Which departments do you want to follow? I will write about each new or changed dataset of theirs.
follow-rhythms = How often should I write?
follow-hours = When should I not disturb you? What comes up in these hours waits for their end.
follow-button-themes = Themes
follow-button-holders = Departments
follow-button-datasets = Datasets
follow-button-rhythm = How often
follow-button-hours = Quiet hours
follow-button-news-on = Send the council’s news
follow-button-news-off = Do not send the council’s news
follow-button-stop = Stop everything
follow-button-back = ‹ Back
# $quiet: hours, as 21:00–8:00, or words that there are none.
follow-consent = Do you want the council’s news for everyone, too: about new and useful datasets? They come when the council publishes something: at once, once a day or once a week, as you choose in /follow. Quiet hours: { $quiet }. Stop everything: /stop
follow-button-yes = Yes, send them
follow-button-no = No, thanks
follow-consent-given = Agreed: the council’s news will come here. How often and when: /follow, stop: /stop
follow-consent-refused = All right, no news for everyone. If you change your mind: /follow
# $what: what is followed, as “the dataset …”.
follow-added = Following { $what }. I will write as soon as it changes. All that you follow, how often and when to write: /follow
# $count: how many at most, an integer.
follow-full = You can follow at most { $count } things. Remove what you do not need: /follow
# $what: what was followed, as “the dataset …”.
follow-removed = No longer following { $what }. All that you follow: /follow
follow-not-followed = You no longer follow that. All that you follow: /follow
# $title: the dataset's title.
follow-which = Do you want to follow the whole dataset “{ $title }”, or this very answer?
follow-button-dataset = The dataset
follow-button-question = This answer
follow-button-quit = Do not follow
follow-no-answer = This answer can no longer be followed: the data have changed. Please ask your question once more.
follow-stopped = Stopped. I will send nothing more.
# $count: how many things were followed, an integer.
follow-stopped-follows = You no longer follow anything (it was { $count }).
follow-stopped-news = The council’s news for everyone will not come.
# $count: how many messages waited, an integer.
follow-stopped-waiting = What waited to be sent will not be (it was { $count }).
follow-stopped-nothing = Nothing was being sent here anyway.
follow-stopped-back = Answers to your questions and on your matters come as before. To have news again: /follow
# $count: how many pieces of news, an integer.
follow-notices = What is new: { $count }
# $count: how many more, an integer.
follow-more = And { $count } more. News of the council: /news
# $number: the item's number.
follow-item = No. { $number }
# $title: the question.
follow-changed = The answer has changed: “{ $title }”
# $text: what it was.
follow-was = Was: { $text }
# $text: what it is.
follow-is = Is: { $text }
# $title: the question.
follow-gone = The dataset that answered “{ $title }” is no longer in the catalogue.
follow-button-less = Do not send such
follow-less-which = What should I no longer send?
follow-button-card = The dataset’s card
follow-archive = News of the council
follow-archive-empty = There has been no news yet. When the council publishes something, it will be here.
follow-archive-gone = This item is no longer there.
# $number: the item's number; $date: the day; $text: its first line.
follow-archive-line = No. { $number }, { $date }: { $text }
# $number: the item's number; $date: the day.
follow-archive-head = No. { $number }, { $date }
follow-button-archive = ‹ All news
