"""Commands of our own."""
