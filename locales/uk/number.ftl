# Numbers and money. $value is already formatted.
number-hryvnia = { $value } грн
number-million-hryvnias = { $value } млн грн ({ $exact })
number-billion-hryvnias = { $value } млрд грн ({ $exact })
