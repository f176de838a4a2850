"""By what cameras are named: which ones a word means, and by what their owners know them."""
