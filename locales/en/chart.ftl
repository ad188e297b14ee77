# Words on charts.

# The label of the bar that adds up the rest. $count: how many values are in it, an integer.
chart-others = others ({ $count })
# $shown: how many are shown, an integer; $count: how many there are, an integer.
chart-first = { $shown } of { $count } shown
# The unit where records are counted.
chart-records = records
chart-hryvnia = UAH
# Larger units. $unit: the unit itself (“UAH”), may be empty.
chart-thousand = thousand { $unit }
# $unit: the unit itself (“UAH”), may be empty.
chart-million = million { $unit }
# $unit: the unit itself (“UAH”), may be empty.
chart-billion = billion { $unit }
# $quarter: the number of the quarter; $year: a year.
chart-quarter = Q{ $quarter } { $year }
