# Distances. $value is already formatted.
distance-metres = { $value } м
distance-kilometres = { $value } км
