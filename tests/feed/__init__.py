"""Reading cameras."""
