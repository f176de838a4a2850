"""Stand-ins that speak over real sockets."""
