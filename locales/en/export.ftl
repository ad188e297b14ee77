# Files with the whole answer (CSV): columns that the data do not have.

export-row = Row of the file
export-distance = Distance, m
export-count = Records
