"""Automations that owners chose."""
