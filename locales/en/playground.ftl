# The playground's page.

playground-title = Dovidka: playground
playground-brand = Dovidka
playground-place = playground
playground-loopback = On this computer alone, without Telegram. All data and people are invented.
playground-people = Chats
playground-role-resident = resident
playground-role-english = resident, Telegram in English
playground-role-officers = officers’ group
playground-role-officer = officer, private chat
playground-role-admin = admin
playground-role-news = channel, read only
playground-hint = Ask the bot in your own words: it answers from the council’s open data and names the row that the answer came from.
playground-hint-more = The pin below sends where you are; under an answer there is a chart and a file.
playground-hint-officers = The bot brings residents’ requests here, each to a topic of its own. Reply to its messages.
playground-hint-officer = Here the bot tells Iryna of new requests and deadlines. The requests themselves are in the group’s topics.
playground-hint-admin = Here the council’s admin talks to the bot.
playground-hint-news = News of the council’s data appear here.
playground-try = Try
playground-start = Start
playground-write = A question or a message
playground-write-here = Message
playground-send = Send
playground-commands = The bot’s commands
playground-attach = Attach a photo or a file
playground-send-place = Send a place
playground-edit = Edit
playground-editing = Editing a message
playground-react = Mark with 👍
playground-reply = Reply
# $text: the beginning of the message that is replied to.
playground-replying = Reply to: { $text }
playground-cancel = Cancel
playground-edited = edited
playground-typing = Dovidka is typing…
playground-photo = Picture
playground-document = File
playground-location = A place on the map
playground-other = A message that the playground does not show
# $name: the file's name.
playground-download = Download { $name }
# $name: with whom or in which chat the conversation is.
playground-log = Messages: { $name }
playground-topic-general = General
playground-topic-unread = unread
playground-topics = Topics
# $topic: the topic's name.
playground-topic-created = Topic “{ $topic }” was created
playground-topic-closed = The topic was closed
playground-topic-reopened = The topic was reopened
# $topic: the topic's name.
playground-topic-renamed = The topic is now called “{ $topic }”
playground-pinned = A message was pinned
playground-speaking-as = Speaking as
playground-read-only = Only the bot writes here.
playground-blocked = The bot is blocked: it cannot write here.
playground-clock = Clock
playground-clock-moved = moved
playground-clock-hour = +1 hour
playground-clock-day = +1 day
playground-clock-set = Set to
playground-clock-reset = Real time
playground-clock-note = By this time the bot tells “today”, “open now” and deadlines.
playground-faults = Faults
playground-faults-errors = Telegram answers 502 (4 of 10 calls)
playground-faults-resets = Connections break (4 of 10)
playground-faults-slow = Every call takes 2 s
# $name: the resident's name.
playground-faults-blocks = { $name } blocks the bot
playground-faults-note = The bot has to cope: repeat what did not arrive, and say nothing twice.
playground-language = Language of the page
playground-traffic = Bot API calls
playground-traffic-empty = No calls yet.
playground-traffic-note = The last hundred calls, newest first: request and answer, as the bot sees them.
playground-town = Where are you?
playground-town-note = The dots are addresses from the council’s open data. Click on the map, or move the mark with the arrow keys.
playground-town-near = Near
playground-town-here = Send this place
# $text: latitude and longitude.
playground-town-cell = Mark: { $text }
playground-close = Close
playground-offline = The playground cannot be reached, trying again…
playground-refused = That did not work. Please try again.
playground-too-large = The file is too large: 10 MB at most.
# $number: how many bytes.
playground-bytes = { $number } B
# $number: how many kilobytes.
playground-unit-kilo = { $number } KB
# $number: how many megabytes.
playground-unit-mega = { $number } MB
playground-today = Today
playground-opens-outside = Opens another page on the internet
