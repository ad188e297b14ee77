# Слова на графіках.

# Підпис стовпця, до якого складено решту. $count: скільки в ньому значень, ціле.
chart-others = інші ({ $count })
# $shown: скільки показано, ціле; $count: скільки всього, ціле.
chart-first = Показано { $shown } з { $count }
# Одиниця, коли полічено записи.
chart-records = записів
chart-hryvnia = грн
# Збільшені одиниці. $unit: сама одиниця («грн»), може бути порожня.
chart-thousand = тис. { $unit }
# $unit: сама одиниця («грн»), може бути порожня.
chart-million = млн { $unit }
# $unit: сама одиниця («грн»), може бути порожня.
chart-billion = млрд { $unit }
# $quarter: номер кварталу; $year: рік.
chart-quarter = { $quarter } кв. { $year }
