"""Random interleavings of everything at once, and a model that tells who could have had a right to what came out."""
