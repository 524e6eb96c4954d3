"""The tray: read, tick, confirm together; and what became of each letter."""
