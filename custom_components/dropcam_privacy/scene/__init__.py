"""Is it my camera? What a fixed camera's scene looks like, and whether a picture shows it: without keeping a picture.

Pure: numbers in, numbers out. It catches mix-ups, the wrong home at the right address; not forgery.
"""
