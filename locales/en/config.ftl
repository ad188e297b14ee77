# $file: path of the file.
config-no-file = There is no configuration file { $file }. Copy dovidka.example.toml and fill it in, or name another file with --config FILE.
# $file: path of the file; $detail: the system's words.
config-unreadable = The configuration file { $file } cannot be read: { $detail }. Check its permissions and encoding (UTF-8).
# $file: path of the file; $line: line number; $detail: the parser's words.
config-syntax = { $file }, line { $line }: this is not TOML ({ $detail }). Mend the line after dovidka.example.toml.
# $file: path of the file; $key: the key with its tables.
config-unknown-key = { $file }: the key { $key } is not known. Remove it; dovidka.example.toml documents every key.
# $file: path of the file; $key: the key with its tables; $nearest: a known key like it.
config-unknown-key-near = { $file }: the key { $key } is not known. Did you mean { $nearest }? dovidka.example.toml documents every key.
# $file: path of the file; $key: the key with its tables; $wanted: what should stand there.
config-missing = { $file }: the key { $key } is missing. Add it: { $wanted }.
# $file: path of the file; $key: the key with its tables; $found: what stands there; $wanted: what should.
config-wrong = { $file }: the key { $key } cannot be { $found }. It needs { $wanted }.
# $key: name of the variable; $wanted: what should stand there.
config-variable-missing = The environment variable { $key } is not set. Set it: { $wanted }.
# $key: name of the variable; $found: what stands there; $wanted: what should.
config-variable-wrong = The environment variable { $key } cannot be { $found }. It needs { $wanted }.

config-wanted-admins = a list of Telegram user ids, such as [123456789]
config-wanted-bulk = a whole number from 1 to 30, messages a second
config-wanted-channel = the channel's name, such as "@haisyn_data", or its number
config-wanted-chat = the supergroup's number, such as -1001234567890
config-wanted-database = an address that starts with sqlite: or postgres:, such as sqlite:dovidka.db
config-wanted-count = a whole number, at least 1, for example 30
config-wanted-contact = a mail address or a web address, such as "data@council.example"
config-wanted-duration = a duration such as "1h", "30 min" or "1h 30m", a second or more
config-wanted-flag = true or false
config-wanted-folder = the path of a folder that holds a catalog.json
config-wanted-id = a short name of your own in Latin letters, digits and hyphens, such as "portal"; each source has another
config-wanted-kind = "ckan", "dcat" or "folder"
config-wanted-name = the council's name in one line, not empty
config-wanted-organizations = a list of the publishers' names on the portal, such as ["haisynska-miska-rada"]
config-wanted-size = a size such as "64 MiB", from 1 KiB to 64 GiB
config-wanted-sources = at least one table [[source]] with the keys id, kind and url
config-wanted-table = a table of keys, as in dovidka.example.toml
config-wanted-time-zone = the name of a time zone of the IANA database, such as "Europe/Kyiv"
config-wanted-token = the bot's token, as @BotFather gave it
config-wanted-url = an address that starts with https:// or http://
config-wanted-term = a whole number of working days, 1 to 60
config-wanted-hour = an hour of the day, 0 to 23
config-wanted-days = a list of dates, for example [2026-05-11]
config-wanted-quiet = quiet hours, such as "21:00-08:00", or "none"
