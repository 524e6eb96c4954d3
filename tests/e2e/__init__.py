"""The office as people meet it: a real one, started by its own supervisor, worked in by a real browser."""
