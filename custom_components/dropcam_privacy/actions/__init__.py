"""Privacy, on and off, by actions that need no entity."""
