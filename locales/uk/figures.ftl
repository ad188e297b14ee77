# Як швидко відповідає рада: /matters для адміністраторів.

figures-title = Пропозиції, скарги й запити
figures-all = Усього
figures-departments = За розпорядниками
figures-months = За місяцями
figures-none = без розпорядника
# $name: розпорядник або місяць; $count, $ended, $late: скільки справ, закритих, прострочених; $reply, $end: медіана й 90-й перцентиль робочих годин.
figures-line = { $name }: { $count }, закрито { $ended }, прострочено { $late }; до першої відповіді { $reply } год, до розв’язання { $end } год (медіана / 90 %)
figures-csv = Таблиця (CSV)
figures-csv-personal = Таблиця з особистими даними
figures-number = Номер
figures-kind = Вид
figures-what = Назва
figures-state = Стан
figures-dataset = Набір даних
figures-holder = Розпорядник
figures-voices = Скільки людей
figures-received = Надійшло
figures-due = Строк
figures-replied = Перша відповідь
figures-closed = Закрито
figures-person = Номер у Telegram
figures-name = Ім’я
figures-contact = Контакт
figures-rating = Оцінка
