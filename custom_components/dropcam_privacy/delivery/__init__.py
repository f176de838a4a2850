"""Deliveries: the only places from which a picture leaves, each under a lease that is checked at the exit."""
