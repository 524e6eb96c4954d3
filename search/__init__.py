"""Finding things: one projection row per findable thing, and a local index derived from the rows.

Owns the projections (written by the owning module's operation, in its transaction) and the tantivy index that
one indexer per host keeps up to date. The rows are the truth: every hit is checked against them before it is
shown.
"""
