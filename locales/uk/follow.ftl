# За чим стежить мешканець, сповіщення, згода на новини, їх архів.

follow-command-follow = За чим я стежу
follow-command-news = Новини ради
follow-command-stop = Нічого не надсилати
follow-button-follow = Стежити
# $title: назва теми.
follow-of-theme = тема «{ $title }»
# $title: назва відомства.
follow-of-holder = відомство «{ $title }»
# $title: назва набору.
follow-of-dataset = набір «{ $title }»
# $title: запитання.
follow-of-question = відповідь на «{ $title }»
# $title: назва теми.
follow-because-theme = Бо ви стежите за темою «{ $title }»
# $title: назва відомства.
follow-because-holder = Бо ви стежите за відомством «{ $title }»
# $title: назва набору.
follow-because-dataset = Бо ви стежите за набором «{ $title }»
# $title: запитання.
follow-because-question = Бо ви стежите за відповіддю на «{ $title }»
follow-because-news = Бо ви погодилися на новини ради для всіх
follow-home = За чим ви стежите
follow-home-empty = Поки ні за чим. Виберіть тему чи відомство або натисніть «Стежити» під відповіддю чи карткою набору: напишу, щойно дані зміняться.
# $rhythm: як часто, словами.
follow-rhythm-line = Надсилати: { $rhythm }
follow-rhythm-at-once = одразу
follow-rhythm-daily = раз на день, о 9:00
follow-rhythm-weekly = раз на тиждень, у понеділок о 9:00
# $quiet: години, як 21:00–8:00, або слова, що їх немає.
follow-quiet-line = Не турбувати: { $quiet }
follow-quiet-none = тихих годин немає
follow-news-yes = Новини ради для всіх: так
follow-news-no = Новини ради для всіх: ні
# $at: котра сторінка, ціле; $of: скільки їх, ціле.
follow-page = Сторінка { $at } з { $of }
follow-themes = За якими темами стежити? Напишу про кожен новий чи змінений набір на вибрану тему.
follow-holders = За якими відомствами стежити? Напишу про кожен новий чи змінений набір вибраного відомства.
follow-rhythms = Як часто надсилати?
follow-hours = Коли не турбувати? Що з’явиться в ці години, зачекає до їх кінця.
follow-button-themes = Теми
follow-button-holders = Відомства
follow-button-datasets = Набори даних
follow-button-rhythm = Як часто
follow-button-hours = Тихі години
follow-button-news-on = Надсилати новини ради
follow-button-news-off = Не надсилати новин ради
follow-button-stop = Зупинити все
follow-button-back = ‹ Назад
# $quiet: години, як 21:00–8:00, або слова, що їх немає.
follow-consent = Надсилати вам і новини ради для всіх: про нові та корисні набори даних? Приходитимуть, коли рада щось оприлюднить: одразу, раз на день чи раз на тиждень, як виберете в /follow. Тихі години: { $quiet }. Зупинити все: /stop
follow-button-yes = Так, надсилати
follow-button-no = Ні, дякую
follow-consent-given = Домовилися: новини ради приходитимуть сюди. Як часто й коли: /follow, зупинити: /stop
follow-consent-refused = Гаразд, новин для всіх не надсилатиму. Якщо передумаєте: /follow
# $what: за чим, як «набір …».
follow-added = Стежу: { $what }. Напишу, щойно зміниться. Усе, за чим ви стежите, як часто й коли писати: /follow
# $count: скільки щонайбільше, ціле.
follow-full = Стежити можна щонайбільше за { $count }. Приберіть зайве: /follow
# $what: за чим, як «набір …».
follow-removed = Більше не стежу: { $what }. Усе, за чим ви стежите: /follow
follow-not-followed = За цим ви вже не стежите. Усе, за чим стежите: /follow
# $title: назва набору.
follow-which = Стежити за всім набором «{ $title }» чи лише за цією відповіддю?
follow-button-dataset = За набором
follow-button-question = За цією відповіддю
follow-button-quit = Не стежити
follow-no-answer = За цією відповіддю стежити вже не вийде: дані змінилися. Поставте, будь ласка, запитання ще раз.
follow-stopped = Зупинено. Більше нічого не надсилатиму.
# $count: за скількома речами стежив, ціле.
follow-stopped-follows = Не стежу більше ні за чим (було: { $count }).
follow-stopped-news = Новини ради для всіх не приходитимуть.
# $count: скільки повідомлень чекало, ціле.
follow-stopped-waiting = Не буде надіслано те, що чекало (було: { $count }).
follow-stopped-nothing = Тут і так нічого не надсилалося.
follow-stopped-back = Відповіді на запитання й на ваші звернення приходитимуть, як і досі. Повернути новини: /follow
# $count: скільки новин, ціле.
follow-notices = Що нового: { $count }
# $count: скільки ще, ціле.
follow-more = Та ще { $count }. Новини ради: /news
# $number: номер новини.
follow-item = № { $number }
# $title: запитання.
follow-changed = Відповідь змінилася: «{ $title }»
# $text: що було.
follow-was = Було: { $text }
# $text: що стало.
follow-is = Стало: { $text }
# $title: запитання.
follow-gone = Набору даних, де була відповідь на «{ $title }», у каталозі більше немає.
follow-button-less = Не надсилати такого
follow-less-which = Чого саме більше не надсилати?
follow-button-card = Картка набору
follow-archive = Новини ради
follow-archive-empty = Новин ще не було. Коли рада щось оприлюднить, воно буде тут.
follow-archive-gone = Цієї новини більше немає.
# $number: номер новини; $date: день; $text: перший рядок.
follow-archive-line = № { $number }, { $date }: { $text }
# $number: номер новини; $date: день.
follow-archive-head = № { $number }, { $date }
follow-button-archive = ‹ Усі новини
