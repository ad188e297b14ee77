# Numbers and money. $value is already formatted.
number-hryvnia = UAH { $value }
number-million-hryvnias = UAH { $value } million ({ $exact })
number-billion-hryvnias = UAH { $value } billion ({ $exact })
