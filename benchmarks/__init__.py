"""Measurements: each a ratio against something measured in the same run."""
