# Example questions under the greeting.

# One a line, the most important first; the four are shown that the council's data really answer.
example-questions =
    Mayor’s reception schedule
    What is the water tariff?
    List of shelters
    How many deputies are in the council?
    Bus timetable
    Phones of schools
    How many places are in kindergartens?
    Addresses of pharmacies
    Opening hours of the service centre
    Job vacancies
    Spending on education
    Garbage collection schedule
    Invincibility points
    Who is the secretary of the council?
    The largest contract
    Road repairs
    Premises for rent
    Addresses of doctors
    Libraries
    Playgrounds
    Petitions
    Decisions of the executive committee
    List of municipal enterprises
    Village heads
# $name: what a row of a table with a phone is called.
example-phone = Phone: { $name }
# $name: what a row with days or hours of reception is called.
example-hours = When does { $name } receive?
# $name: what a row with an address is called.
example-address = Address: { $name }
# $label: a column of numbers.
example-most = The highest: { $label }
# $label: a column of numbers; $name: what a row is called.
example-value = { $label }: { $name }
# $label: a column; $value: one of its values.
example-of = { $label } { $value }
# $name: what a row with hours is called.
example-open = Opening hours: { $name }
# $title: a dataset.
example-count = How many: { $title }
example-updated = When were these data updated?
example-holder = Who holds these data?
example-frequency = How often are these data updated?
