cli-about = Довідка: відкриті дані ради, про які питають простими словами.
cli-ask-about = Відповісти на запитання (без конфігурації — за даними демонстраційної ради)
cli-harvest-about = Один раз прочитати всі джерела
cli-serve-about = Запустити бота, доки його не зупинять
cli-playground-about = Спробувати бота без Telegram: сторінка з чатами на цьому комп’ютері
cli-check-about = Перевірити конфігурацію, базу даних, джерела й права в Telegram
cli-migrate-about = Оновити схему бази даних
cli-backup-about = Зробити копію бази SQLite, не зупиняючи роботи

cli-heading-commands = Команди:
cli-heading-options = Параметри:
cli-heading-usage = Використання:

cli-value-at = RFC3339
cli-value-file = ФАЙЛ
cli-value-lang = МОВА
cli-value-near = ШИРОТА,ДОВГОТА
cli-value-png = ФАЙЛ.png
cli-value-port = ПОРТ
cli-value-question = ЗАПИТАННЯ

cli-at-help = Котра година для відповіді, наприклад 2025-11-20T10:00:00+02:00
cli-backup-help = Куди записати копію; такого файлу ще не має бути
cli-batch-help = Запитання рядками JSON з файлу; «-» — зі стандартного вводу
cli-chart-help = Записати діаграму відповіді (PNG)
cli-config-help = Файл конфігурації (інакше $DOVIDKA_CONFIG, інакше dovidka.toml)
cli-csv-help = Записати весь результат таблицею (CSV)
cli-demo-help = З даними демонстраційної ради
cli-help-help = Показати цю довідку
cli-json-help = Відповідати у форматі JSON
cli-keep-help = Зберегти розмови й базу в цьому файлі (інакше все зникає наприкінці)
cli-lang-help = Мова відповідей і повідомлень: uk або en
cli-near-help = Де ви є: найближче шукатиметься звідти
cli-port-help = Порт сторінки (інакше 8835 або перший вільний після нього)
cli-verbose-help = Докладніший журнал (-vv — ще докладніший)
cli-version-help = Показати версію

# $arg: параметр.
cli-unknown-argument = Параметр { $arg } невідомий. Перелік параметрів: dovidka --help.
# $command: команда, як її написано.
cli-unknown-command = Команда { $command } невідома. Перелік команд: dovidka --help.
# $arg: параметр.
cli-missing-argument = Бракує параметра { $arg }. Приклад: dovidka backup копія.db.
# $arg, $other: параметри.
cli-conflict = { $arg } не поєднується з { $other }: залиште щось одне.
# $arg: параметр.
cli-needs-value = Параметрові { $arg } потрібне значення. Перелік параметрів: dovidka --help.
cli-not-utf8 = Аргументи мають бути в кодуванні UTF-8.
cli-wrong-usage = Так команду не викликають. Приклади: dovidka --help.
# $arg: параметр; $found: його значення; $wanted: яким воно має бути.
cli-wrong-value = { $arg } не може бути «{ $found }». Потрібно: { $wanted }.
cli-wanted-at = час за RFC 3339, наприклад 2025-11-20T10:00:00+02:00
cli-wanted-lang = uk або en
cli-wanted-near = широта й довгота через кому, наприклад 48.81,29.39
cli-wanted-port = число від 1 до 65535
cli-at-not-here = --at діє лише з командами ask і playground.
cli-no-question = Напишіть запитання: dovidka ask "графік прийому мера", або файл запитань: dovidka ask --batch ФАЙЛ.
# $detail: слова системи.
cli-no-runtime = Не вдалося розпочати роботу: { $detail }.

cli-no-config = Конфігурації немає. Скопіюйте dovidka.example.toml як dovidka.toml і заповніть або вкажіть інший файл: --config ФАЙЛ.
# $url: адреса бази; $detail: слова бази.
cli-database-failed = База даних { $url } не відкривається: { $detail }. Перевірте DATABASE_URL, права на файл або роботу сервера.
# $url: адреса бази.
cli-database-demo = У базі { $url } — дані демонстраційної ради. Для справжніх даних вкажіть у DATABASE_URL іншу базу.
# $url: адреса бази.
cli-database-real = У базі { $url } — справжні дані. Для демонстраційної ради вкажіть у DATABASE_URL іншу базу або не задавайте її.

# $file: файл; $detail: слова системи.
cli-not-read = Файл { $file } не читається: { $detail }.
# $file: файл; $detail: слова системи.
cli-not-written = Файл { $file } не записується: { $detail }. Перевірте теку й права.
# $detail: слова системи.
cli-output-failed = Не вдалося вивести відповідь: { $detail }.
cli-no-csv = Ця відповідь не має таблиці, тож CSV не записано. Запитайте про те, що є рядками даних.
cli-no-chart = За цією відповіддю діаграми не побудувати: потрібні числа за роками, місяцями чи категоріями.
# $limit: найбільша довжина, КіБ.
cli-line-long = Рядок довший за { $limit } КіБ.
# $detail: слова розбирача, англійською.
cli-line-bad = Це не запитання у форматі JSON: { $detail }. Потрібно щонайменше "id" і "text".
cli-line-near = "near" має бути парою [широта, довгота] у градусах.
cli-line-failed = На це запитання не вдалося відповісти через помилку в програмі.

# $url: адреса бази.
cli-migrated = Схема бази { $url } оновлена.
# $file: файл.
cli-backed-up = Копію записано: { $file }.
# $file: файл.
cli-backup-exists = Файл { $file } уже є. Вкажіть інший: наявну копію не перезаписуємо.
# $url: адреса бази; $file: файл; $detail: слова бази.
cli-backup-failed = Базу { $url } не вдалося скопіювати у { $file }: { $detail }. Перевірте, чи є така база і чи можна писати в теку.
# $file: файл.
cli-backup-postgres = Копію PostgreSQL робить pg_dump: pg_dump --format=custom --file={ $file } "$DATABASE_URL".

cli-check-bot = Бот
cli-check-channel = Канал новин
cli-check-config = Конфігурація
cli-check-database = База даних
cli-check-officers = Група посадовців
# $name: що перевірено; $detail: що з'ясовано.
cli-check-ok = гаразд    { $name }: { $detail }
# $name: що перевірено; $detail: що виправити.
cli-check-mend = виправте  { $name }: { $detail }
# $address: адреса; $detail: слова Telegram.
cli-check-refused = { $address } не відповідає як слід ({ $detail }). Перевірте TELOXIDE_TOKEN, TELOXIDE_API_URL і чи бот є в цьому чаті.
# $chat: назва групи.
cli-check-no-topics = У групі «{ $chat }» вимкнено теми. Увімкніть їх у налаштуваннях групи.
# $chat: назва групи.
cli-check-no-topic-right = У групі «{ $chat }» бот не може керувати темами. Зробіть його адміністратором з цим правом.
# $chat: назва каналу.
cli-check-no-post-right = У каналі «{ $chat }» бот не може публікувати. Зробіть його адміністратором з цим правом.

cli-no-data = Даних ще немає. Спершу прочитайте джерела: dovidka harvest.
cli-demo-note = Це демонстраційна рада: усі дані вигадано. Свою раду вкажіть у dovidka.toml (зразок — dovidka.example.toml).
# $name: назва файлу, з якого взято відповідь.
cli-file = Файл: { $name }
cli-demo-council = Демонстраційна рада (вигадані дані)
cli-harvest-busy = Інший процес саме читає джерела. Дочекайтеся, доки він закінчить.
# $detail: що сталося, англійською.
cli-harvest-failed = Джерел прочитати не вдалося: { $detail }. Те, що було відомо, збережено; спробуйте ще раз.
# $detail: що не так, англійською.
cli-bot-unfit = Бота не запустити: { $detail }. Перевірте TELOXIDE_TOKEN і TELOXIDE_API_URL.
# $address: адреса; $detail: що сталося, англійською.
cli-bot-failed = Бот не працює з { $address }: { $detail }. Перевірте TELOXIDE_TOKEN, TELOXIDE_API_URL і базу даних: dovidka check.

# $url: адреса сторінки.
cli-playground-ready = Майданчик: { $url } — відкрийте в браузері. Доступний лише з цього комп’ютера; зупинити: Ctrl+C.
# $port: порт; $detail: слова системи.
cli-playground-port = Порт { $port } не відкривається: { $detail }. Вкажіть інший: dovidka playground --port ПОРТ.
# $detail: слова системи.
cli-playground-failed = Майданчик зупинився: { $detail }.
# $file: файл, названий у --keep.
cli-playground-real = У файлі { $file } — дані справжньої ради. Для майданчика вкажіть у --keep інший файл.
# $file: файл, названий у --keep; $detail: слова бази.
cli-playground-file = Файл { $file } не відкривається: { $detail }. Вкажіть у --keep інший файл або перевірте права.
# $chat: назва групи.
cli-check-not-in = У групі «{ $chat }» бота немає. Додайте його.
