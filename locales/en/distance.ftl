# Distances. $value is already formatted.
distance-metres = { $value } m
distance-kilometres = { $value } km
