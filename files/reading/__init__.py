"""Looks at bytes that come from outside: what they really are, and whether they may enter.

Nothing is altered: a file is kept bit by bit as it came, or refused.
"""
