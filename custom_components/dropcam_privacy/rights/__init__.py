"""What owners have granted: how it is kept, how it changes, and what of it is in force."""
