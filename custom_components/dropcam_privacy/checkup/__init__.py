"""Goes through what this installation leaves open around guarded cameras: one module looks at one thing.

Whoever looks is told what concerns their own cameras and logins, and the installation; nothing of anybody else's.
"""
