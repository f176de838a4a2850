"""The scenes of cameras while Home Assistant runs."""
