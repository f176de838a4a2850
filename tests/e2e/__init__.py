"""A real server, real players, and people who want to see what is not theirs."""
