# Форма, якою мешканець чогось хоче, його звернення, спільний список, його дані.

request-command-suggest = Запропонувати дані
request-command-report = Повідомити про хибу в даних
request-command-ask-council = Запит на публічну інформацію
request-command-my = Мої звернення
request-command-requests = Чого просять усі
request-command-forget-me = Стерти мої дані
request-command-export-me = Мої дані файлом
request-kind-suggestion = Пропозиція даних
request-kind-complaint = Скарга на дані
request-kind-formal = Запит на публічну інформацію
# $at: котрий крок, ціле; $of: скільки їх, ціле.
request-step = Крок { $at } з { $of }
request-what-suggestion = Яких даних бракує? Напишіть одним повідомленням. Перший рядок стане назвою, її побачать усі в /requests, тож не пишіть у ньому особистого.
request-what-complaint = Що не так із даними? Напишіть одним повідомленням, який це набір і що саме хибно. Перший рядок стане назвою, її побачать усі в /requests, тож не пишіть у ньому особистого.
request-what-formal = Яка інформація потрібна? Опишіть її або назвіть документ одним повідомленням. Це запит за Законом № 2939-VI: рада відповідає за 5 робочих днів, а якщо йдеться про життя, здоров’я чи надзвичайну подію, за 48 годин. Строк можуть продовжити до 20 робочих днів, пояснивши чому. Побачать його лише працівники ради.
# $where: адреса або посилання ради.
request-appeal = Скарга на чиїсь дії чи прохання допомогти — це звернення громадян, їх розглядають інакше: за 15 днів або місяць, щонайдовше 45 днів. Подати його: { $where }
request-appeal-unknown = Скарга на чиїсь дії чи прохання допомогти — це звернення громадян, їх розглядають інакше: за 15 днів або місяць, щонайдовше 45 днів. Його подають раді письмово або електронною поштою, бот таких не приймає.
request-details-suggestion = Додайте, якщо хочете, подробиці: для чого потрібні дані, за який час, у якому вигляді. Можна надіслати фото, документ, голос або місце.
request-details-complaint = Що саме хибно і як насправді? Можна надіслати фото, документ, голос або місце.
request-contact = Закон (стаття 19) вимагає назватися. Напишіть одним повідомленням: у першому рядку ім’я, у другому поштову або електронну адресу й, якщо є, телефон. Побачать це лише працівники ради.
# $what: про що; це запитання, як його прочитано.
request-about-what = Що: { $what }
# $where: місце, як його прочитано.
request-about-where = Де: { $where }
# $when: час, як його прочитано.
request-about-when = Коли: { $when }
# $dataset: назва набору; $rows: номери рядків через кому.
request-about-rows = Набір «{ $dataset }», рядки файлу: { $rows }
# $dataset: назва набору.
request-about-dataset = Набір «{ $dataset }»
request-title-public = Назву побачать усі в /requests, решту лише працівники ради.
request-check = Перевірте перед надсиланням
# $count: скільки, ціле.
request-attached = { $count ->
    [one] Додано { $count } вкладення
    [few] Додано { $count } вкладення
   *[many] Додано { $count } вкладень
}
request-anonymous = Працівники ради не побачать, хто ви.
# $name: ім’я.
request-named = Працівники ради побачать ім’я: { $name }
# $name: ім’я; $contact: куди відповідати.
request-contact-given = Запитувач: { $name }, { $contact }
request-similar = Схоже вже чекає на відповідь. Приєднайтеся, і вам скажуть разом з усіма:
# $number: номер; $title: назва.
request-line = № { $number } { $title }
# $count: скільки людей, ціле.
request-waiting = { $count ->
    [one] чекає { $count } людина
    [few] чекають { $count } людини
   *[many] чекають { $count } людей
}
# $due: день або час.
request-due = відповідь до { $due }
request-resumed = Продовжуємо розпочате.
request-added = Додано.
request-want-words = Напишіть, будь ласка, ще й словами, про що це.
request-want-contact = Потрібні й ім’я, й адреса: поштова з номером будинку або електронна. Самого телефону замало.
request-want-fewer = Більше вкладень не вміститься: їх уже десять.
request-or-question = На це є відповідь у даних ради. Відповісти чи записати у форму?
request-left = Розпочате збережено як чернетку.
request-cancelled = Скасовано. Нічого не надіслано.
request-closed = Цю форму вже завершено або скасовано.
request-here-not = Про це краще наодинці: напишіть мені в особисті повідомлення.
request-button-back = ‹ Назад
request-button-skip = Пропустити
request-button-cancel = Скасувати
request-button-send = Надіслати
request-button-name = Показати моє ім’я
request-button-anonymous = Не показувати імені
request-button-urgent = Життя, здоров’я, НС: 48 годин
request-button-not-urgent = Не терміново
request-button-resume = Продовжити
request-button-put = У форму
request-button-answer = Відповісти
# $number: номер.
request-button-join-this = Приєднатися до № { $number }
# $number: номер.
request-received = Прийнято, № { $number }
# $number: номер.
request-received-before = Це вже прийнято, № { $number }
request-then = Відповідь прийде сюди. Стан і листування: /my
# $count: скільки за годину, ціле.
request-too-many = За годину можна надіслати щонайбільше { $count }. Чернетку збережено: надішліть її трохи згодом.
request-too-many-letters = Забагато листів за годину. Спробуйте, будь ласка, трохи згодом.
request-joined = Ви приєдналися: скажемо, щойно буде відповідь.
request-left-voice = Ваш голос знято.
request-mine = Мої звернення
request-mine-empty = Звернень ще немає. Запропонувати дані: /suggest, повідомити про хибу: /report, запит на публічну інформацію: /ask_council
request-public = Чого просять усі
request-public-empty = Поки ніхто нічого не просить. Почніть: /suggest
# $at: котра сторінка, ціле; $of: скільки їх, ціле.
request-page = Сторінка { $at } з { $of }
request-button-popular = За голосами
request-button-new = Найновіші
request-button-mine = ‹ Мої звернення
request-button-public = ‹ Усі
request-button-join = Приєднатися
request-button-leave = Зняти голос
request-button-write = Дописати
request-button-withdraw = Відкликати
request-button-withdraw-now = Так, відкликати
request-button-keep = Ні
request-button-reopen = Ні, відкрити знову
request-unknown = Такого звернення немає.
# $state: стан словами.
request-state = Стан: { $state }
# $date: день.
request-since = Подано { $date }
request-letters = Листування
# $date: день і час; $text: лист.
request-letter-mine = { $date } ви: { $text }
# $date: день і час; $text: лист.
request-letter-council = { $date } рада: { $text }
request-letter-attachment = вкладення
request-write-now = Напишіть або надішліть наступним повідомленням: воно піде раді.
# $number: номер.
request-written = Передано раді, № { $number }
# $number: номер.
request-over = № { $number } уже завершено. Якщо питання лишилося, відкрийте його знову.
request-withdraw-sure = Справді відкликати? Рада припинить роботу над цим.
request-withdrawn = Відкликано.
request-withdrawn-others = Ваш голос знято. Інші ще чекають, тож звернення лишається.
request-rate = Чи допомогло? Оцініть від 1 до 5. Справді виправлено?
# $rating: оцінка, ціле.
request-rated = Ваша оцінка: { $rating }
request-reopened = Відкрито знову: рада побачить, що питання лишилося.
# $rating: оцінка від 1 до 5, ціле.
request-told-rated = Оцінка мешканця: { $rating } з 5
request-told-reopened = Мешканець каже, що питання лишилося: відкрито знову.
request-told-withdrawn = Мешканець відкликав звернення.
request-forget = Стерти все, що про вас зберігається? Зникнуть запитання й відповіді, чернетки, листування, ім’я, контакти й голоси як ваші. Відкриті запити на публічну інформацію буде відкликано. Назви ваших пропозицій і скарг та кількість голосів лишаться без вас. Повернути стерте не можна.
request-button-forget = Стерти мої дані
request-button-forget-now = Так, стерти все
request-button-export = Мої дані файлом
request-forgotten = Стерто. Якщо напишете знову, почнемо з чистого аркуша.
request-kept = Гаразд, нічого не стерто.
request-export = Усе, що про вас зберігається
# $days: скільки днів зберігаються слова запитань, ціле; $years: скільки днів по завершенні зберігаються звернення, ціле.
request-privacy = Звернення до ради зберігаються з вашим номером у Telegram, мовою, подробицями, листуванням і, якщо ви назвалися, з іменем та контактом. Назви пропозицій і скарг, їхній стан і кількість голосів бачать усі в /requests; подробиці, листування, ім’я й контакт бачать лише працівники ради; хто ви в Telegram, їм не показують. Через { $years } дн. по завершенні стираються подробиці, листи, імена й контакти. Чернетки зберігаються 30 днів, слова запитань у статистиці — { $days } дн. Технічний журнал надісланого тримається 90 днів без тексту. Відмітка про заборону писати зберігається до її кінця. Стерти все: /forget_me, отримати все файлом: /export_me
