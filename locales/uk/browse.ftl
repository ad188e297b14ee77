# Каталог у боті.

# $count: скільки наборів, ціле.
browse-all = У каталозі { $count ->
    [one] { $count } набір
    [few] { $count } набори
   *[many] { $count } наборів
} даних
browse-themes = Виберіть тему або просто запитайте словами.
browse-newest = Найновіші
browse-holders = За розпорядниками
browse-other = Інше
browse-late = прострочений
browse-incomplete = неповний
browse-unreadable = не читається
browse-back = ‹ Назад
browse-up = Теми
browse-on = Далі ›
# $page, $pages: яка сторінка з кількох.
browse-page = Сторінка { $page } з { $pages }
