"""The catalogue of the archive: its tree, its parts, what is found in it, where the paper lies."""
