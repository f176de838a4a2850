"""What Home Assistant loads by its name, and what all accounts share."""
