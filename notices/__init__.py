"""Who is told what: one line per person and matter, until it is seen.

Owns the notices and whether they were seen. A notice holds a kind and facts; its sentence is written by the
screens in the reader's language, and it points at its matter by kind and key.
"""
