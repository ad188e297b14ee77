# Чернетки новин, які бот складає сам із того, що змінилося в даних, і нагадування про них.

# $title: назва набору.
draft-new = Нові дані: { $title }
# $title: назва набору.
draft-back = Знову опубліковано: { $title }
# $title: назва набору.
draft-updated = Оновлено: { $title }
# $title: назва набору.
draft-gone = Більше не публікується: { $title }
# $title: назва набору.
draft-late = Не оновлено вчасно: { $title }
# $title: назва набору.
draft-asked = Відкриті дані громади: { $title }
# $count: скільки; $shown: те саме з пробілами між тисячами.
draft-files = { $count ->
    [one] { $shown } файл
    [few] { $shown } файли
   *[many] { $shown } файлів
}
# $count: скільки; $shown: те саме з пробілами між тисячами.
draft-rows = { $count ->
    [one] { $shown } рядок
    [few] { $shown } рядки
   *[many] { $shown } рядків
}
# $files: «2 файли».
draft-holds-files = Усього: { $files }
# $files: «2 файли»; $rows: «431 рядок».
draft-holds = Усього: { $files }, { $rows }
# $rows: «12 рядків».
draft-added = Додано { $rows }
# $rows: «12 рядків».
draft-removed = Вилучено { $rows }
# $rows: «12 рядків».
draft-changed = Змінено { $rows }
# $added: скільки рядків не було; $removed: скількох більше немає.
draft-apart = Рядків, яких раніше не було: { $added }; яких більше немає: { $removed }. Змінений рядок лічиться там і там.
# $name: назва аркуша або файлу в архіві; $rows: «12 рядків».
draft-table-new = Нова таблиця «{ $name }»: { $rows }
# $name: назва аркуша або файлу в архіві.
draft-table-gone = Більше немає таблиці «{ $name }»
# $name: назва аркуша або файлу в архіві.
draft-table = Таблиця «{ $name }»:
# $count: скільки таблиць.
draft-more-tables = { $count ->
    [one] Змінилася ще { $count } таблиця
    [few] Змінилися ще { $count } таблиці
   *[many] Змінилося ще { $count } таблиць
}
# $names: назви стовпців.
draft-columns-added = Нові стовпці: { $names }
# $names: назви стовпців.
draft-columns-removed = Більше немає стовпців: { $names }
# $files: «2 файли»; $names: їхні назви.
draft-files-added = Нове: { $files } ({ $names })
# $files: «2 файли».
draft-files-added-nameless = Нове: { $files }
# $files: «2 файли».
draft-files-removed = Вилучено { $files }
# $period: «січень–жовтень 2026».
draft-period = Тепер охоплює { $period }
# $period: «січень–жовтень 2026»; $before: такий самий період, що був раніше.
draft-period-before = Тепер охоплює { $period } (було { $before })
# $column: назва стовпця з датами; $period: «03.01.2026–28.10.2026».
draft-dates = «{ $column }»: тепер { $period }
# $column: назва стовпця з датами; $period: «03.01.2026–28.10.2026»; $before: такий самий період, що був раніше.
draft-dates-before = «{ $column }»: тепер { $period } (було { $before })
# $from: перший місяць; $to: останній місяць; $year: рік.
draft-months = { $from }–{ $to } { $year }
# $month: місяць; $year: рік.
draft-month-of = { $month } { $year }
# $month: номер місяця.
draft-month = { $month ->
    [1] січень
    [2] лютий
    [3] березень
    [4] квітень
    [5] травень
    [6] червень
    [7] липень
    [8] серпень
    [9] вересень
    [10] жовтень
    [11] листопад
   *[12] грудень
}
# $column: назва стовпця.
draft-most = Найбільше змінилося («{ $column }»):
# $column: назва стовпця.
draft-most-share = Найбільше у відсотках («{ $column }»):
# $row: назва рядка таблиці; $before: що було; $before_row: номер рядка у файлі; $after: що стало; $after_row: номер рядка у файлі.
draft-amount = { $row }: було { $before } (рядок { $before_row }), стало { $after } (рядок { $after_row })
# $row: назва рядка таблиці; $before: що було; $before_row: номер рядка у файлі; $after: що стало; $after_row: номер рядка у файлі; $share: на скільки відсотків, зі знаком.
draft-amount-share = { $row }: було { $before } (рядок { $before_row }), стало { $after } (рядок { $after_row }), { $share } %
# $date: коли востаннє змінено.
draft-gone-since = У каталозі порталу цього набору більше немає. Востаннє його файли змінилися { $date }.
draft-gone-undated = У каталозі порталу цього набору більше немає.
# $frequency: «щомісяця»; $date: коли востаннє змінено.
draft-late-since = Обіцяно оновлювати { $frequency }, а востаннє файли змінилися { $date }.
# $times: скільки разів; $days: за скільки днів.
draft-asked-times = { $times ->
    [one] За останні { $days } днів про це питали { $times } раз.
    [few] За останні { $days } днів про це питали { $times } рази.
   *[many] За останні { $days } днів про це питали { $times } разів.
}
# $holder: хто оприлюднив.
draft-holder = Розпорядник: { $holder }
# $holder: хто оприлюднив; $date: коли змінено файл.
draft-source = Розпорядник: { $holder }. Файл від { $date }
# $date: коли змінено файл.
draft-date = Файл від { $date }
# $count: скільки наборів.
draft-digest = { $count ->
    [one] Що змінилося у відкритих даних: { $count } набір
    [few] Що змінилося у відкритих даних: { $count } набори
   *[many] Що змінилося у відкритих даних: { $count } наборів
}
# $count: скільки наборів.
draft-digest-new = Нові ({ $count })
# $count: скільки наборів.
draft-digest-updated = Оновлено ({ $count })
# $count: скільки наборів.
draft-digest-late = Не оновлено вчасно ({ $count })
# $count: скільки наборів.
draft-digest-gone = Більше не публікуються ({ $count })
# $count: скільки наборів не названо.
draft-more = та ще { $count }
# $title: назва набору; $fact: що саме, коротко.
draft-line = { $title }: { $fact }
# $frequency: «щомісяця»; $date: коли востаннє змінено.
draft-line-late = обіцяно { $frequency }, востаннє { $date }
# $count: скільки наборів.
draft-opened = { $count ->
    [one] Відкриті дані тепер можна питати в боті: { $count } набір
    [few] Відкриті дані тепер можна питати в боті: { $count } набори
   *[many] Відкриті дані тепер можна питати в боті: { $count } наборів
}
draft-opened-how = Запитайте звичайними словами, і бот відповість фактом із рядка файлу.
draft-opened-themes = Про що вони:
# $theme: тема; $count: скільки наборів.
draft-opened-theme = { $theme }: { $count }
# $count: скільки наборів.
draft-opened-late = Не оновлено вчасно: { $count }
# $quarter: «4 квартал 2026»; $days: скільки днів лишилося разом із сьогоднішнім.
draft-duty = { $days ->
    [one] Закінчується { $quarter }: лишився { $days } день, а жодної новини про дані ще не надіслано.
    [few] Закінчується { $quarter }: лишилося { $days } дні, а жодної новини про дані ще не надіслано.
   *[many] Закінчується { $quarter }: лишилося { $days } днів, а жодної новини про дані ще не надіслано.
}
# $number: номер кварталу; $year: рік.
draft-quarter = { $number } квартал { $year } року
draft-duty-ready = Готові чернетки — натисніть, щоб переглянути й надіслати:
draft-duty-empty = Готових чернеток немає. Напишіть новину: /news
