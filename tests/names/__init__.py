"""By what cameras are named."""
