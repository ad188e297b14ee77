# Файли з усією відповіддю (CSV): стовпці, яких немає в даних.

export-row = Рядок файлу
export-distance = Відстань, м
export-count = Записів
