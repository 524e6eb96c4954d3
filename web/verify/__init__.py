"""Checking a letter: anyone by its code, signed-in people any file at all."""
