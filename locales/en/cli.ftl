cli-about = Dovidka: a council's open data, asked in plain language.
cli-ask-about = Answer a question (without configuration, from the demonstration council)
cli-harvest-about = Read every source once
cli-serve-about = Run the bot until it is stopped
cli-playground-about = Try the bot without Telegram: a page of chats on this computer
cli-check-about = Check configuration, database, sources and the rights in Telegram
cli-migrate-about = Bring the database schema up to date
cli-backup-about = Copy an SQLite database while it is in use

cli-heading-commands = Commands:
cli-heading-options = Options:
cli-heading-usage = Usage:

cli-value-at = RFC3339
cli-value-file = FILE
cli-value-lang = LANGUAGE
cli-value-near = LAT,LON
cli-value-png = FILE.png
cli-value-port = PORT
cli-value-question = QUESTION

cli-at-help = What time it is for the answer, such as 2025-11-20T10:00:00+02:00
cli-backup-help = Where the copy goes; there must be no such file yet
cli-batch-help = Questions as JSON lines of a file; "-" is standard input
cli-chart-help = Write a chart of the answer (PNG)
cli-config-help = The configuration file (else $DOVIDKA_CONFIG, else dovidka.toml)
cli-csv-help = Write the whole result as a table (CSV)
cli-demo-help = With the demonstration council's data
cli-help-help = Show this help
cli-json-help = Answer in JSON
cli-keep-help = Keep conversations and database in this file (otherwise all is gone at the end)
cli-lang-help = Language of answers and messages: uk or en
cli-near-help = Where you are: the nearest is looked for from there
cli-port-help = The page's port (otherwise 8835, or the first free one after it)
cli-verbose-help = More log (-vv for still more)
cli-version-help = Show the version

# $arg: the argument.
cli-unknown-argument = The argument { $arg } is not known. See dovidka --help.
# $command: the command as written.
cli-unknown-command = The command { $command } is not known. See dovidka --help.
# $arg: the argument.
cli-missing-argument = The argument { $arg } is missing. Example: dovidka backup copy.db.
# $arg, $other: arguments.
cli-conflict = { $arg } does not go with { $other }: leave one of them.
# $arg: the argument.
cli-needs-value = The argument { $arg } needs a value. See dovidka --help.
cli-not-utf8 = Arguments must be UTF-8.
cli-wrong-usage = The command is not used like this. See dovidka --help.
# $arg: the argument; $found: its value; $wanted: what it should be.
cli-wrong-value = { $arg } cannot be "{ $found }". It needs { $wanted }.
cli-wanted-at = a time of RFC 3339, such as 2025-11-20T10:00:00+02:00
cli-wanted-lang = uk or en
cli-wanted-near = latitude and longitude with a comma between them, such as 48.81,29.39
cli-wanted-port = a number from 1 to 65535
cli-at-not-here = --at works with the commands ask and playground alone.
cli-no-question = Write a question: dovidka ask "schedule of the reception", or a file of questions: dovidka ask --batch FILE.
# $detail: the system's words.
cli-no-runtime = Work could not begin: { $detail }.

cli-no-config = There is no configuration. Copy dovidka.example.toml to dovidka.toml and fill it in, or name another file with --config FILE.
# $url: the database's address; $detail: the database's words.
cli-database-failed = The database { $url } cannot be opened: { $detail }. Check DATABASE_URL, the file's permissions or the server.
# $url: the database's address.
cli-database-demo = The database { $url } holds the demonstration council's data. Name another one in DATABASE_URL for real data.
# $url: the database's address.
cli-database-real = The database { $url } holds real data. For the demonstration council name another one in DATABASE_URL, or none.

# $file: the file; $detail: the system's words.
cli-not-read = The file { $file } cannot be read: { $detail }.
# $file: the file; $detail: the system's words.
cli-not-written = The file { $file } cannot be written: { $detail }. Check the folder and its permissions.
# $detail: the system's words.
cli-output-failed = The answer could not be written out: { $detail }.
cli-no-csv = This answer has no table, so no CSV was written. Ask for something that is rows of data.
cli-no-chart = This answer cannot be drawn: that takes numbers by year, month or category.
# $limit: the greatest length, KiB.
cli-line-long = The line is longer than { $limit } KiB.
# $detail: the parser's words.
cli-line-bad = This is no question in JSON: { $detail }. It needs "id" and "text" at least.
cli-line-near = "near" must be a pair [latitude, longitude] in degrees.
cli-line-failed = This question could not be answered because of a fault in the program.

# $url: the database's address.
cli-migrated = The schema of { $url } is up to date.
# $file: the file.
cli-backed-up = The copy is written: { $file }.
# $file: the file.
cli-backup-exists = The file { $file } is there already. Name another: a copy is never written over.
# $url: the database's address; $file: the file; $detail: the database's words.
cli-backup-failed = The database { $url } could not be copied to { $file }: { $detail }. Check that there is such a database and that the folder can be written to.
# $file: the file.
cli-backup-postgres = PostgreSQL is copied with pg_dump: pg_dump --format=custom --file={ $file } "$DATABASE_URL".

cli-check-bot = Bot
cli-check-channel = News channel
cli-check-config = Configuration
cli-check-database = Database
cli-check-officers = Officers' group
# $name: what was looked at; $detail: what was found.
cli-check-ok = ok    { $name }: { $detail }
# $name: what was looked at; $detail: what to mend.
cli-check-mend = mend  { $name }: { $detail }
# $address: the address; $detail: Telegram's words.
cli-check-refused = { $address } does not answer as it should ({ $detail }). Check TELOXIDE_TOKEN, TELOXIDE_API_URL and whether the bot is in this chat.
# $chat: the group's title.
cli-check-no-topics = The group "{ $chat }" has no topics. Turn them on in its settings.
# $chat: the group's title.
cli-check-no-topic-right = In the group "{ $chat }" the bot cannot manage topics. Make it an administrator with this right.
# $chat: the channel's title.
cli-check-no-post-right = In the channel "{ $chat }" the bot cannot post. Make it an administrator with this right.

cli-no-data = There are no data yet. Read the sources first: dovidka harvest.
cli-demo-note = This is the demonstration council: all its data are invented. Name your own in dovidka.toml (a sample is dovidka.example.toml).
# $name: the file that the answer was taken from.
cli-file = File: { $name }
cli-demo-council = Demonstration Council (invented data)
cli-harvest-busy = Another process is reading the sources. Wait until it is done.
# $detail: what happened.
cli-harvest-failed = The sources could not be read: { $detail }. What was known is kept; try again.
# $detail: what is wrong.
cli-bot-unfit = The bot cannot start: { $detail }. Check TELOXIDE_TOKEN and TELOXIDE_API_URL.
# $address: the address; $detail: what happened.
cli-bot-failed = The bot cannot work with { $address }: { $detail }. Check TELOXIDE_TOKEN, TELOXIDE_API_URL and the database: dovidka check.

# $url: the page's address.
cli-playground-ready = Playground: { $url } – open it in a browser. It can be reached from this computer alone; Ctrl+C ends it.
# $port: the port; $detail: the system's words.
cli-playground-port = Port { $port } cannot be opened: { $detail }. Name another one: dovidka playground --port PORT.
# $detail: the system's words.
cli-playground-failed = The playground ended: { $detail }.
# $file: the file named in --keep.
cli-playground-real = The file { $file } holds a real council's data. Name another file in --keep for the playground.
# $file: the file named in --keep; $detail: the database's words.
cli-playground-file = The file { $file } cannot be opened: { $detail }. Name another file in --keep, or check its rights.
# $chat: the title of the group.
cli-check-not-in = The bot is not in the group “{ $chat }”. Add it.
