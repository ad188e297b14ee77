# Words of answers. Values ($value, $label, $title …) are as published or already formatted.

answer-none = На жаль, у відкритих даних ради цього немає. Можна надіслати запит на такі дані.
answer-greeting = Вітаю! Запитайте словами, наприклад: «графік прийому голови» або «тариф на воду».
answer-empty = Напишіть запитання словами.
# $label: a column; $value: its value.
answer-field = { $label }: { $value }
# $count: rows, an integer.
answer-count = { $count ->
    [one] { $count } запис
    [few] { $count } записи
   *[many] { $count } записів
}
# $count: rows counted; $all: rows in the table.
answer-of-rows = { $count } з { $all ->
    [one] { $all } рядка
   *[many] { $all } рядків
}
# $label: the column added up; $value: the sum.
answer-sum = { $label }, разом: { $value }
# $label: the column; $value: the mean.
answer-mean = { $label }, у середньому: { $value }
# $label, $value: a column and what the rows were chosen by.
answer-filter = { $label } — { $value }
# $filter: conditions, separated by semicolons.
answer-filters = Відбір: { $filter }
# $period: a year or dates.
answer-period = Період: { $period }
# $value: its value, formatted.
answer-difference = Різниця: { $value }
# $name: a value; $count: rows.
answer-group = { $name }: { $count }
# $period: a year; $value: its number.
answer-period-value = { $period }: { $value }
# $period: where it is more.
answer-more-in = Більше за { $period }
answer-equal = Порівну
# $value: its value, formatted; $change: percent with sign.
answer-change = Зміна: { $value } ({ $change } %)
# $share: percent.
answer-share = Частка: { $share } %
# $title: the dataset or the row; $distance: formatted.
answer-distance = { $title } — { $distance }
# $title: the dataset; $holder: its holder.
answer-source = Джерело: «{ $title }», { $holder }
# $date: a date.
answer-updated = Файл змінено { $date }
answer-updated-unknown = Коли змінено файл, невідомо
# $rows: row numbers, separated by commas.
answer-rows = рядок { $rows }
# $frequency: words.
answer-frequency = Оновлення: { $frequency }
# $frequency: words.
answer-late = Увага: дані прострочено, обіцяно оновлювати { $frequency }
answer-frequency-more-than-daily = частіше ніж щодня
answer-frequency-daily = щодня
answer-frequency-weekly = щотижня
answer-frequency-monthly = щомісяця
answer-frequency-quarterly = щокварталу
answer-frequency-half-yearly = кожного півріччя
answer-frequency-yearly = щороку
answer-frequency-on-change = відразу після змін
answer-frequency-never = більше не оновлюється
answer-frequency-unknown = не вказано, як часто
# $title: the dataset or the row.
answer-card-title = Набір даних «{ $title }»
# $holder: who holds the dataset.
answer-card-holder = Розпорядник: { $holder }
# $maintainer: a person.
answer-card-maintainer = Відповідальний: { $maintainer }
# $date: a date.
answer-card-updated = Востаннє оновлено: { $date }
# $date: a date.
answer-card-created = Створено: { $date }
# $formats: separated by commas.
answer-card-formats = Формати: { $formats }
# $rows: row numbers, separated by commas, or how many.
answer-card-rows = Рядків: { $rows }
answer-card-no-files = Файлів у наборі немає: опублікований лише опис.
answer-choose = Уточніть, будь ласка, що саме:
answer-yes = так
answer-no = ні
# $count: rows not shown.
answer-more = …і ще { $count }
# $time: a time of day.
answer-open-now = Зараз відкрито, до { $time }
# $time: a time of day.
answer-receives-now = Зараз прийом, до { $time }
answer-closed-now = Зараз зачинено
# $time: a day and its hours.
answer-next = Найближчий час: { $time }
# $day: день тижня від понеділка (1) до неділі (7).
answer-weekday = { $day ->
    [1] понеділок
    [2] вівторок
    [3] середа
    [4] четвер
    [5] п’ятниця
    [6] субота
   *[7] неділя
}
# $count: rows, an integer.
answer-overview = У каталозі { $count ->
    [one] { $count } набір
    [few] { $count } набори
   *[many] { $count } наборів
} даних.
answer-overview-holders = За розпорядниками:
answer-overview-newest = Найновіші:
# $place: the place that the question names, in its words.
answer-measured-from = Відстань від: { $place }
# $count: datasets, an integer.
answer-overview-theme = Про це є { $count ->
    [one] { $count } набір
    [few] { $count } набори
   *[many] { $count } наборів
} даних:
# The state of a dataset. $reason: a whole sentence or a phrase.
answer-state-unreadable = Стан: не читається. { $reason }
# $count: files that cannot be had or read; $all: all files; $reason: why the first cannot.
answer-state-incomplete = Стан: неповний. Не прочитано файлів: { $count } з { $all } ({ $reason })
# $frequency: words; $date: a date.
answer-state-late = Стан: прострочений. Обіцяно оновлювати { $frequency }, остання зміна { $date }
answer-state-current = Стан: актуальний
answer-state-missing = файл не завантажено
# The question that sets two years side by side. $year, $other: years.
answer-compare = порівняй { $year } з { $other }
