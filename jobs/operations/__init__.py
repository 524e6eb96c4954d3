"""Asking for work, taking it, finishing it, and the loop that does so all day."""
