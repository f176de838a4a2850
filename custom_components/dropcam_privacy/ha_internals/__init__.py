"""Everything of Home Assistant's insides that we rely on: the only place that names what is not public.

Each entry says what holds when it is missing, which is always less: what depends on it is refused, or asks nobody.
`functions` are recognised by their frames, `members` are read or overridden (one of them by `pauses`), and `watch`
tells people what is missing.
"""
