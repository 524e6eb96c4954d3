"""Dossiers: the office's yearly file plan, the dossiers opened from it, and the records lying in them.

Owns what lies where, in what order, since when and until when, and who was given access to a dossier. A
record points at its origin (a letter, say) by kind and key and keeps a copy of its label; the archive knows
no letters.
"""
