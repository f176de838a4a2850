"""The roads by which a camera's picture could leave Home Assistant: found in its source, and each of them tried."""
