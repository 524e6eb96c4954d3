"""The tray: letters that wait for one person, read one by one and confirmed together."""
