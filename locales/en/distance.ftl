# Distances. $value is already formatted.
distance-metres = { $value } m
# $value is already formatted.
distance-kilometres = { $value } km
