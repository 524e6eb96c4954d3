"""The command of the procedures."""
