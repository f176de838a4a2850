"""A camera that returns one picture from memory: nothing that answers by Home Assistant's view can be quicker."""
