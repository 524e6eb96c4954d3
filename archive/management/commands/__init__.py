"""Commands of the archive, thin."""
