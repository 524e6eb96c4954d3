"""How places on a page are written: in parts of its width and height, whatever its size."""

WHOLE = 10_000  # of the width, of the height, from the upper left corner
RED_HEIGHT = 0.45  # marks of urgency and secrecy stand in the upper part of a page; seals below
HEAD_HEIGHT, HEAD_WIDTH = 0.32, 0.52  # the left column of a letter's head: issuer, number, subject
DIVIDER = "VAN-THU:TACH"  # what the code of a printed divider sheet says
