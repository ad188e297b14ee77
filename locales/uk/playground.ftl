# Сторінка майданчика.

playground-title = Довідка: майданчик
playground-brand = Довідка
playground-place = майданчик
playground-loopback = Лише на цьому комп’ютері, без Telegram. Усі дані й люди вигадані.
playground-people = Чати
playground-role-resident = мешканка
playground-role-english = Telegram англійською
playground-role-officers = група працівників
playground-role-officer = працівниця, приватний чат
playground-role-admin = адміністраторка
playground-role-news = канал, лише читати
playground-hint = Запитайте бота своїми словами: він відповідає з відкритих даних ради й називає рядок, з якого взято відповідь.
playground-hint-more = Позначка внизу надсилає, де ви зараз; під відповіддю — графік і файл.
playground-hint-officers = Сюди бот надсилає звернення мешканців, кожне у свою тему. Відповідайте на його повідомлення.
playground-hint-officer = Сюди бот пише Ірині про нові звернення й строки. Самі звернення — в темах групи.
playground-hint-admin = Тут адміністраторка ради говорить із ботом.
playground-hint-news = Тут з’являються новини про дані ради.
playground-try = Спробуйте
playground-start = Почати
playground-write = Запитання або повідомлення
playground-write-here = Повідомлення
playground-send = Надіслати
playground-commands = Команди бота
playground-attach = Додати фото або файл
playground-send-place = Надіслати місце
playground-edit = Змінити
playground-editing = Зміна повідомлення
playground-react = Позначити 👍
playground-reply = Відповісти
# $text: початок повідомлення, на яке відповідають.
playground-replying = Відповідь: { $text }
playground-cancel = Скасувати
playground-edited = змінено
playground-typing = Довідка пише…
playground-photo = Зображення
playground-document = Файл
playground-location = Місце на мапі
playground-other = Повідомлення, якого майданчик не показує
# $name: назва файлу.
playground-download = Завантажити { $name }
# $name: з ким або в якому чаті розмова.
playground-log = Повідомлення: { $name }
playground-topic-general = Загальна
playground-topic-unread = є непрочитане
playground-topics = Теми
# $topic: назва теми.
playground-topic-created = Створено тему «{ $topic }»
playground-topic-closed = Тему закрито
playground-topic-reopened = Тему відкрито знову
# $topic: назва теми.
playground-topic-renamed = Тема тепер зветься «{ $topic }»
playground-pinned = Повідомлення закріплено
playground-speaking-as = Від імені
playground-read-only = Сюди пише лише бот.
playground-blocked = Бота заблоковано: він не може сюди писати.
playground-clock = Годинник
playground-clock-moved = переведено
playground-clock-hour = +1 година
playground-clock-day = +1 день
playground-clock-set = Перевести на
playground-clock-reset = Як насправді
playground-clock-note = За цим часом бот визначає «сьогодні», «зараз відчинено» і строки.
playground-faults = Збої
playground-faults-errors = Telegram відповідає 502 (4 з 10 викликів)
playground-faults-resets = З’єднання обриваються (4 з 10)
playground-faults-slow = Кожен виклик триває 2 с
# $name: ім’я мешканця.
playground-faults-blocks = { $name }: бота заблоковано
playground-faults-note = Бот має впоратися: повторити, що не дійшло, і нічого не сказати двічі.
playground-language = Мова сторінки
playground-traffic = Виклики Bot API
playground-traffic-empty = Викликів ще не було.
playground-traffic-note = Останні сто викликів, найновіші зверху: запит і відповідь, як їх бачить бот.
playground-town = Де ви?
playground-town-note = Точки — адреси з відкритих даних ради. Клацніть на мапі або пересувайте позначку стрілками.
playground-town-near = Поблизу
playground-town-here = Надіслати це місце
# $text: широта й довгота.
playground-town-cell = Позначка: { $text }
playground-close = Закрити
playground-offline = Зв’язок із майданчиком утрачено, відновлюється…
playground-refused = Не вдалося. Спробуйте ще раз.
playground-too-large = Файл завеликий: не більш як 10 МБ.
# $number: кількість байтів.
playground-bytes = { $number } Б
# $number: кількість кілобайтів.
playground-unit-kilo = { $number } КБ
# $number: кількість мегабайтів.
playground-unit-mega = { $number } МБ
playground-today = Сьогодні
playground-opens-outside = Відкриває іншу сторінку в інтернеті
