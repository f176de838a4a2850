"""The automations that owners chose to end privacy: what they are, whose call it is, and what voids them."""
