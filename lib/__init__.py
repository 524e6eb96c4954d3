"""Domain-free helpers, each file named by its topic.

Nothing here knows letters, people or offices, and nothing here imports another package of the house.
A helper that learns a word of the office has to move up to the package that owns the word.
"""
