# $file: шлях до файлу.
config-no-file = Немає файлу конфігурації { $file }. Скопіюйте dovidka.example.toml і заповніть його або вкажіть інший файл: --config ФАЙЛ.
# $file: шлях до файлу; $detail: слова системи.
config-unreadable = Файл конфігурації { $file } не читається: { $detail }. Перевірте права доступу й кодування (UTF-8).
# $file: шлях до файлу; $line: номер рядка; $detail: слова розбирача, англійською.
config-syntax = { $file }, рядок { $line }: це не TOML ({ $detail }). Виправте рядок за зразком dovidka.example.toml.
# $file: шлях до файлу; $key: ключ разом з таблицями.
config-unknown-key = { $file }: ключ { $key } невідомий. Приберіть його; усі ключі описано в dovidka.example.toml.
# $file: шлях до файлу; $key: ключ разом з таблицями; $nearest: схожий відомий ключ.
config-unknown-key-near = { $file }: ключ { $key } невідомий. Можливо, малося на увазі { $nearest }? Усі ключі описано в dovidka.example.toml.
# $file: шлях до файлу; $key: ключ разом з таблицями; $wanted: що там має бути.
config-missing = { $file }: бракує ключа { $key }. Допишіть його: { $wanted }.
# $file: шлях до файлу; $key: ключ разом з таблицями; $found: що там стоїть; $wanted: що там має бути.
config-wrong = { $file }: ключ { $key } не може бути { $found }. Потрібно: { $wanted }.
# $key: назва змінної; $wanted: що там має бути.
config-variable-missing = Змінну середовища { $key } не задано. Задайте її: { $wanted }.
# $key: назва змінної; $found: що там стоїть; $wanted: що там має бути.
config-variable-wrong = Змінна середовища { $key } не може бути { $found }. Потрібно: { $wanted }.

config-wanted-admins = перелік номерів користувачів Telegram, наприклад [123456789]
config-wanted-bulk = ціле число від 1 до 30, повідомлень на секунду
config-wanted-channel = назва каналу, наприклад "@haisyn_data", або його номер
config-wanted-chat = номер супергрупи, наприклад -1001234567890
config-wanted-database = адреса, що починається з sqlite: або postgres:, наприклад sqlite:dovidka.db
config-wanted-count = ціле число, не менше 1, наприклад 30
config-wanted-contact = адреса електронної пошти або сторінки, наприклад "data@council.example"
config-wanted-duration = проміжок часу, наприклад "1h", "30 min" або "1h 30m", не менше секунди
config-wanted-flag = true або false
config-wanted-folder = шлях до теки, де лежить catalog.json
config-wanted-id = власна коротка назва з латинських літер, цифр і дефісів, наприклад "portal"; у кожного джерела своя
config-wanted-kind = "ckan", "dcat" або "folder"
config-wanted-name = назва ради одним непорожнім рядком
config-wanted-organizations = перелік назв розпорядників на порталі, наприклад ["haisynska-miska-rada"]
config-wanted-size = розмір, наприклад "64 MiB", від 1 KiB до 64 GiB
config-wanted-sources = хоча б одна таблиця [[source]] з ключами id, kind та url
config-wanted-table = таблиця з ключами, як у dovidka.example.toml
config-wanted-time-zone = назва часового поясу з бази IANA, наприклад "Europe/Kyiv"
config-wanted-token = токен бота, який дав @BotFather
config-wanted-url = адреса, що починається з https:// або http://
config-wanted-term = ціле число робочих днів, від 1 до 60
config-wanted-hour = година доби, від 0 до 23
config-wanted-days = перелік дат, наприклад [2026-05-11]
config-wanted-quiet = тихі години, наприклад "21:00-08:00", або "none"
