"""Actions that need no entity."""
