"""Reads each camera once, for everybody who is allowed to watch it.

`feed.Feed` is a camera's one reader and `relay.Relay` hands its transport stream to
programs that can only open an address. Nothing in here knows who is watching or decides
anything: that is the gatekeeper's.
"""
