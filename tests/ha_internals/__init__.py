"""What we rely on of Home Assistant's insides."""
