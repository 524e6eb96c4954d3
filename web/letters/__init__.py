"""One letter: writing it, reading it, and everything that can be done with it."""
