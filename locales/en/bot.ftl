# The bot's words.

# $council: the council's name.
bot-greeting = { $council }: answers from open data
    Ask in your own words, as you would ask a person, or press an example.
# $council: the council's name.
bot-help = { $council }: answers from open data
    Ask in plain words, in Ukrainian or English; misspellings are fine. You get the fact itself, where it stands and when the data were updated.
    You may go on from an answer: "and for 2024?", "and the phone?". Send your location to learn what is near. In a group, mention me or reply to my message. In any chat type my name and a question: you can send the answer to the people there.
    /data — what data there are
    /suggest — suggest data, /report — report an error, /ask_council — request public information
    /my — your matters, /requests — what everybody asks for
    /follow — what to follow, /news — news of the council, /stop — send nothing
    /lang — language of the answers
    /privacy — what is kept about you
# $days: for how many days the words of questions are kept, an integer.
bot-privacy = To answer you, the bot keeps: the text of your question and its answer (90 days, so that the buttons work), your Telegram number and the chat's number, the language you chose, a location you sent (30 days, so as not to ask each time; beside the question it answered the same 90 days), your requests for data and complaints about them; if you follow something or agreed to news, what that is, saved questions with the location they were answered by, how often and when to write, and for 90 days what was sent to you. For the council's statistics, questions are also logged apart, without your name, number or chat: phones, mails, long numbers and surnames that were recognised are hidden in them; the words are erased after { $days } { $days ->
    [1] day
   *[other] days
    }, then only what was asked about and how it ended stays. Raw messages are erased as soon as they are answered. All of it stays in the council's database; it is neither sold nor passed on, and the bot has no language model. You can stop the bot at any time: block it in Telegram.
bot-unknown-command = There is no such command. What I can do: /help
bot-language = Which language shall I answer in?
bot-language-set = I will answer in English.
bot-media = I can only read text. Please write your question in words, or send your location.
bot-place-offer = I will remember this place for this chat. What shall I look for nearby? Write it or press a button.
bot-place = I will remember this place for this chat. Write what to look for nearby.
# Questions, separated by bars.
bot-near = Nearest shelter | Nearest pharmacy | Nearest school | Nearest kindergarten | Nearest bus stop | Nearest resilience point | Nearest hospital | Nearest library | Nearest playground
# $question: the question as understood.
bot-reading = Understood as: “{ $question }”
# $question: the question on the button.
bot-asked = Question: { $question }
bot-link = Open the dataset
bot-button-more = More
bot-button-source = Source
bot-button-file = File
bot-button-chart = Chart
bot-button-request = Request the data
# $name: the name of a file.
bot-source-file = File: { $name }
# $name: a file in an archive.
bot-source-member = File in the archive: { $name }
# $name: a sheet of a workbook.
bot-source-sheet = Sheet: { $name }
# $count: how many rows, an integer; $rows: their numbers, separated by commas.
bot-source-rows = { $count ->
    [1] Row of the file: { $rows }
   *[other] Rows of the file: { $rows }
}
# $date: a date.
bot-source-updated = The file changed on { $date }
bot-source-late = Note: the update is overdue
bot-expired = This button no longer works: over 90 days have passed, or the data have changed. Please ask again.
# $question: the question.
bot-file = The whole answer to “{ $question }”
bot-file-gone = There is no file for this answer: the data have changed, or it has no table. Please ask again.
bot-file-too-large = The file is too large for Telegram. Open it by the link in the answer.
bot-chart-gone = This can no longer be drawn: the data have changed. Please ask again.
bot-command-help = What I can do
bot-command-lang = Language of the answers
bot-command-privacy = What is kept about you
bot-command-data = What data there are
bot-command-stats = What residents ask
bot-command-harvest = Read the sources now
bot-button-wrong = Wrong?
# $year: a year.
bot-button-compare = Compare with { $year }
bot-button-map = On the map
# $number: which of the places in the answer.
bot-button-map-of = On the map: { $number }
# $date: a date.
bot-place-since = From the place you sent on { $date }. If you are elsewhere now, send a new one.
bot-card-link = Link to this card
bot-where-from = Nearest to where? Send your location by the button below, or write an address: “nearest pharmacy to Soborna street 5”. I will remember the place and not ask again.
bot-key-place = Send my location
bot-key-without-place = Without a place
bot-not-now = That is a lot of questions for one minute: I will answer as soon as it is over. Thank you for your patience.
bot-harvest-asked = Reading the sources…
bot-harvest-listing = Reading the catalogues…
# $done: files looked at so far; $files: files known.
bot-harvest-files = Files looked at: { $done } of { $files }
bot-harvest-ended = The sources were read
bot-harvest-failed = The sources could not be read; what was known is kept. The service's log has the details. Please try again a little later.
bot-inline-ask = Ask Dovidka
bot-inline-none = Not in the open data. Ask in the bot
# $council: the council's name.
bot-description = { $council }: answers from open data. Ask in your own words: "reception hours of the mayor", "water tariff", "nearest shelter". You get the fact itself, the row of the file it comes from, and when it was updated.
# $council: the council's name.
bot-short-description = Open data: { $council }. Ask in plain words.
bot-dataset-gone = This dataset is no longer in the catalogue. What data there are: /data
bot-command-matters = Suggestions, complaints, requests: terms and a table
