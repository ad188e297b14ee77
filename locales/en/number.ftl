# Numbers and money. $value is already formatted.
number-hryvnia = UAH { $value }
# $value: rounded to a tenth; $exact: the whole number.
number-million-hryvnias = UAH { $value } million ({ $exact })
# $value: rounded to a tenth; $exact: the whole number.
number-billion-hryvnias = UAH { $value } billion ({ $exact })
