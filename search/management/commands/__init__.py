"""Commands of search, thin."""
