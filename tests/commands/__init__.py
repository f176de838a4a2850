"""Websocket commands of our own."""
