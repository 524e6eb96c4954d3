"""Sending issued letters: the tray of what is to be sent, each letter's recipients, the directory, and the books."""
