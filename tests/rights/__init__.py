"""Rights: pure, without Home Assistant."""
