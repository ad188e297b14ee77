# Пропозиції, скарги й запити: слова для мешканців і працівників.

# $mark: знак стану; $number: номер; $title: назва.
matter-topic = { $mark } № { $number } { $title }
# $number: номер.
matter-suggestion = Пропозиція даних № { $number }
# $number: номер.
matter-complaint = Скарга на дані № { $number }
# $number: номер.
matter-formal = Запит на публічну інформацію № { $number }
# $question: запитання, з якого все почалося.
matter-question = Запитання: { $question }
# $state: стан словами.
matter-state = Стан: { $state }
matter-state-new = нове
matter-state-taken = в роботі
matter-state-waiting = чекає на мешканця
matter-state-closed = закрито
matter-state-withdrawn = відкликано
matter-outcome-published = набір опубліковано
matter-outcome-fixed = виправлено
matter-outcome-answered = відповідь надано
matter-outcome-refused = відмовлено
# $count: скільки людей, ціле.
matter-voices = { $count ->
    [one] Чекає { $count } людина
    [few] Чекають { $count } людини
   *[many] Чекають { $count } людей
}
# $name, $contact: як людина назвалася і куди писати.
matter-name = Запитувач: { $name }, { $contact }
# $name: як людина назвалася.
matter-name-alone = Мешканець: { $name }
# $due: дата або дата й час.
matter-due = Строк: до { $due }
# $holder: розпорядник.
matter-holder = Розпорядник: { $holder }
# Далі назва набору, посиланням.
matter-dataset = Набір:
# Далі за назвою набору. $rows: номери рядків через кому.
matter-rows = рядки файлу: { $rows }
matter-button-take = Беру
matter-button-answer = Відповісти
matter-button-clarify = Уточнити
matter-button-hand = Передати
matter-button-usual = Зразки
matter-button-extend = Продовжити строк
matter-button-close = Закрити
matter-button-back = ‹ Назад
# $hours: скільки годин; $due: дата й час.
matter-counted-hours = Строк { $hours } годин від цієї хвилини: до { $due }.
# $days: скільки робочих днів, ціле; $from: перший день; $due: останній.
matter-counted = Строк { $days ->
    [one] { $days } робочий день
    [few] { $days } робочі дні
   *[many] { $days } робочих днів
}, рахуючи з { $from }: до { $due } включно.
# $days: скільки робочих днів, ціле; $from: перший день; $due: останній; $skipped: дні, що не рахуються, через кому.
matter-counted-without = Строк { $days ->
    [one] { $days } робочий день
    [few] { $days } робочі дні
   *[many] { $days } робочих днів
}, рахуючи з { $from } без вихідних { $skipped }: до { $due } включно.
matter-from-resident = Мешканець пише:
# $number: номер; $title: назва.
matter-from-officer = Рада про № { $number } «{ $title }»:
matter-was-answered = Мешканцеві відповіли:
matter-was-noted = Нотатка:
# $name: хто.
matter-taken-by = Це вже взяв(-ла): { $name }
matter-letter-blocked = Не доставлено: людина заблокувала бота або видалила обліковий запис.
matter-letter-unknown = Невідомо, чи доставлено: Telegram не відповів. Удруге саме не надсилається, щоб не повторити; за потреби надішліть ще раз.
matter-letter-gone = Не доставлено: повідомлення, яке треба переслати, видалено. Напишіть, будь ласка, ще раз.
matter-letter-failed = Не доставлено: Telegram не прийняв повідомлення. Надішліть, будь ласка, ще раз.
# $due: дата або дата й час.
matter-half = Минула половина строку. Відповісти треба до { $due }.
# $due: дата або дата й час.
matter-day-before = Залишився день: відповісти треба до { $due }.
# $due: дата або дата й час.
matter-overdue = Строк минув: відповісти треба було до { $due }.
# $number: номер; $title: назва; $due: дата або дата й час.
matter-escalated = Прострочено № { $number } «{ $title }»: строк був до { $due }.
# $open: скільки відкритих, ціле; $due: скільки мають строк сьогодні; $overdue: скільки прострочено.
matter-digest = { $open ->
    [one] Відкрито { $open } справу
    [few] Відкрито { $open } справи
   *[many] Відкрито { $open } справ
}, строк сьогодні: { $due }, прострочено: { $overdue }
# $number: номер; $title: назва; $due: строк; $state: стан.
matter-digest-line = № { $number } { $title }: { $state }, до { $due }
matter-fix-holds = Перевірено: дані змінено, справу закрито. Мешканців повідомлено.
# $row: номер рядка, як він був.
matter-fix-gone = Рядок { $row }: більше немає
# $row: номер рядка, як він був; $column: стовпець; $was, $is: значення до й після.
matter-fix-change = Рядок { $row }, { $column }: було «{ $was }», стало «{ $is }»
# $rows: номери рядків через кому.
matter-fix-same = Перевірено: файл змінився, але рядки, на які скаржаться, ті самі: { $rows }. Справа лишається відкритою.
matter-fix-untouched = Перевірено: опублікований файл той самий, що й був. Опублікуйте виправлений файл і натисніть ще раз; справа лишається відкритою.
# $number: номер; $title: назва.
matter-fixed = Дані за скаргою № { $number } «{ $title }» виправлено, бот це перевірив. Тепер:
matter-button-reopen = Ні, не виправлено
