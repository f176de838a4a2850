"""Scenes: whether a picture shows the own camera."""
