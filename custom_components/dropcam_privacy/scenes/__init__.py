"""What is known of the cameras' scenes while Home Assistant runs, and what is held because of it.

Importing this loads no numpy: what does is loaded in the executor, with what is written down.
"""
