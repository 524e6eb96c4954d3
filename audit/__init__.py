"""The record of who did what, when, from where and on whose behalf.

Owns the append-only events, their erasable readable detail and the numbered leaves of the evidence tree.
It knows no other package's rows: people, posts, organisations and letters stand here as the keys they had then.
"""
