"""The websocket commands of our own."""
