# $source: id of the source; $datasets, $new, $changed, $same, $failed, $gone: counts
harvest-source = { $source }: наборів { $datasets }, зникло { $gone }; файлів нових { $new }, змінених { $changed }, незмінних { $same }, не отримано { $failed }
# $source: id of the source; $reason: why; $datasets, $new, $changed, $same, $failed: counts
harvest-source-failed = { $source }: каталог не прочитано ({ $reason }); відоме збережено; наборів { $datasets }; файлів нових { $new }, змінених { $changed }, незмінних { $same }, не отримано { $failed }
harvest-reason-address = немає придатної адреси
harvest-reason-private = адреса в приватній мережі
harvest-reason-unresolvable = адресу вузла не знайдено
harvest-reason-unreachable = вузол недоступний
harvest-reason-host-down = вузол не відповідає
harvest-reason-timeout = надто довго
harvest-reason-broken = відповідь обірвана або пошкоджена
# $code: HTTP status
harvest-reason-said-status = відповідь сервера { $code }
harvest-reason-redirect = переадресація нікуди не веде
harvest-reason-too-large = завеликий
harvest-reason-bomb = надмірно зростає після розпакування
harvest-reason-html = вебсторінка замість файлу
harvest-reason-missing = немає в теці
# $said: the portal's words
harvest-reason-said = відповідь каталогу непридатна: { $said }
harvest-reason-status = сервер не віддає файлу
harvest-reason-refused = відповідь каталогу непридатна
# $dataset: назва набору; $url: адреса файлу; $reason: чому файлу немає.
harvest-file = { $dataset }: { $url } ({ $reason })
# $count: скількох файлів.
harvest-more = { $count ->
    [one] …і ще { $count } файл
    [few] …і ще { $count } файли
   *[many] …і ще { $count } файлів
}
