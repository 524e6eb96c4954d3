"""What arrives: the tray, the letter beside its verdict, and what the registry does with it."""
