"""The neighbour's name."""

DOMAIN = "nosy_neighbour"
