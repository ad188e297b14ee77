# Numbers and money. $value is already formatted.
number-hryvnia = { $value } грн
# $value: rounded to a tenth; $exact: the whole number.
number-million-hryvnias = { $value } млн грн ({ $exact })
# $value: rounded to a tenth; $exact: the whole number.
number-billion-hryvnias = { $value } млрд грн ({ $exact })
