"""Locking the cameras of other integrations."""
