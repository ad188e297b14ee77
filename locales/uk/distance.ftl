# Distances. $value is already formatted.
distance-metres = { $value } м
# $value is already formatted.
distance-kilometres = { $value } км
