"""Incoming letters: who has them, what is to be done, and every act on the way."""
