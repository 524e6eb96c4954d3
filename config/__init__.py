"""The wiring of the house: settings, addresses, workers and the command `./office` behind its shell.

It imports every package and is imported by none. What joins two packages that may not know each other stands
in `wiring.py` and nowhere else.
"""
