"""The tests: one folder per ring."""
