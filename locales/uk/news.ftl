# Новини: що бачить адміністратор, який їх пише й надсилає, і читач.

news-title = Новини
news-none = Новин ще немає. Коли зміняться дані, чернетки з’являться тут самі; або напишіть новину.
news-choose = Оберіть новину або напишіть нову.
news-untitled = без тексту
news-button-write = ✏️ Написати
news-button-newer = ← Новіші
news-button-older = Давніші →
# $number: номер новини; $state: її стан
news-card = Новина { $number }: { $state }
news-state-draft = чернетка
news-state-scheduled = запланована
news-state-sending = надсилається
news-state-paused = призупинена
news-state-done = надіслана
news-state-cancelled = зупинена
news-state-recalled = відкликана
news-state-discarded = видалена
# $time: день і час
news-card-at = Почнеться { $time }
# $time: день і час
news-card-sent = Почалася { $time }
news-card-empty = Тексту ще немає.
news-card-english = Англійський текст є.
news-card-no-english = Англійського тексту немає: хто читає англійською, отримає український, і так буде сказано.
news-card-photo = 🖼 із зображенням
news-card-document = 📎 із файлом
news-card-chart = 📊 із графіком
# $whom: кому; $count: скільки їх
news-card-whom = Кому: { $whom } ({ $count })
news-card-channel = Також у канал ради.
news-card-no-channel = Без каналу ради.
news-card-copies = Що сталося з копіями
# $edition: номер виправлення або відкликання
news-card-edition = Виправлення або відкликання { $edition }
# $count: кількість знаків
news-card-long = Задовго: скоротіть на { $count } знаків, тоді новину можна буде надіслати.
news-card-correction = Новий текст записано, але ще не надіслано: перегляньте й надішліть виправлення.
news-button-preview = 👁 Як побачать
news-button-test = Надіслати собі
news-button-words = ✏️ Текст
news-button-english = ✏️ English
news-button-no-english = Без English
news-button-media = 📎 Додати файл
news-button-no-media = Без вкладення
news-button-chart = 📊 Графік
news-button-datasets = 📂 Набори
news-button-whom = 👥 Кому
news-button-channel = У канал: ні
news-button-no-channel = У канал: так
news-button-now = 📤 Надіслати
news-button-when = 🕒 Коли
news-button-discard = 🗑 Видалити
news-button-unschedule = Не надсилати
news-button-begin = Так, надіслати
news-button-back = ← Назад
news-button-list = ← До списку
news-button-show = До новини
news-button-pause = ⏸ Призупинити
news-button-resume = ▶️ Продовжити
news-button-cancel = ⏹ Зупинити
news-button-again = Надіслати непевним
news-button-correct = Надіслати виправлення
news-button-no-correction = Не виправляти
news-button-recall = 🗑 Відкликати
news-button-recall-now = Так, відкликати
news-button-tomorrow = Завтра о 10:00
news-button-off = 🔕 Не надсилати такого
news-whom = Кому надіслати? У дужках — скільки людей.
# $whom: кому; $count: скільки їх
news-sure = Надіслати зараз: { $whom } ({ $count })?
# $count: скільки копій
news-recall-sure = Відкликати { $count } копій? Молодші за 48 годин буде видалено, у старіших залишиться рядок, що новину відкликано.
news-ask-uk = Надішліть текст новини у відповідь на це повідомлення. Жирне, курсив і посилання збережуться.
news-ask-en = Надішліть англійський текст у відповідь на це повідомлення.
news-ask-media = Надішліть зображення або файл у відповідь на це повідомлення.
news-ask-datasets = Напишіть у відповідь, про які набори новина: назву або слова з неї; кілька — кожен з нового рядка.
news-ask-when = Напишіть у відповідь день і час, наприклад 25.12.2026 10:00.
news-taken = Записано.
news-wrong-words = Потрібен текст. Спробуйте ще раз.
news-wrong-media = Потрібне зображення або файл. Спробуйте ще раз.
news-wrong-datasets = Таких наборів не знайдено. Спробуйте інші слова.
news-wrong-time = Не вдалося прочитати час, або він уже минув. Наприклад: 25.12.2026 10:00.
news-no-chart = У цих наборах немає чисел, які можна намалювати. Спершу вкажіть набір.
news-not-found = Цієї новини вже немає, або вона змінилася. Відкрийте список: /news
# $number: номер новини
news-sending = Надсилаю новину { $number }
# $number: номер новини
news-correcting = Виправляю новину { $number }
# $number: номер новини
news-recalling = Відкликаю новину { $number }
# $number: номер новини
news-paused = Новину { $number } призупинено
# $number: номер новини
news-over = Новина { $number }: завершено
# $count: скільки копій
news-sent = Надіслано: { $count }
# $count: скільки копій
news-blocked = Заблокували бота: { $count }
# $count: скільки копій
news-failed = Не вдалося: { $count }
# $count: скільки копій
news-doubtful = Непевно: { $count }
# $count: скільки копій
news-cancelled = Не надіслано, бо зупинено: { $count }
# $count: скільки людей
news-digest = Прийде в дайджесті: { $count }
# $count: скільки копій
news-left = Залишилося: { $count }
# $time: година й хвилина
news-until = Завершиться близько { $time }, якщо нікого не чекатимемо до ранку.
# $number: номер новини
news-report = Новину { $number } надіслано
# $number: номер новини
news-report-correction = Новину { $number } виправлено
# $number: номер новини
news-report-recall = Новину { $number } відкликано
news-doubt = Непевно — отже, Telegram не сказав, чи дійшло. Якщо надіслати їм ще раз, хтось може отримати двічі.
news-recalled = Цю новину відкликано.
news-only-ukrainian = Ця новина є лише українською.
news-to-everyone = усім, хто погодився
news-to-officers = посадовцям
# $what: тема
news-to-theme = хто стежить за темою «{ $what }»
# $what: розпорядник
news-to-holder = хто стежить за розпорядником «{ $what }»
# $what: набір даних
news-to-dataset = хто стежить за набором «{ $what }»
news-why-everyone = Ви отримали це, бо погодилися на новини про дані. Змінити: /follow
news-why-officers = Ви отримали це як посадовець ради.
# $what: за чим стежить читач
news-why-follows = Ви отримали це, бо ви серед тих, { $what }. Змінити: /follow
# $whom: кому надсилалося
news-off = Більше не надсилатиму те, що йде { $whom }. Налаштувати: /follow
