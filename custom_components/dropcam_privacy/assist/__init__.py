"""Answers the sentences that Assist hands to us."""
