"""Every exit of a picture."""
