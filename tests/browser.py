"""How every test starts the distribution's Chromium."""

from __future__ import annotations

from typing import Final

# Its start file asks for the graphics processor; without one that is emulated, for a quarter of all time.
SOFTWARE: Final = ("--disable-gpu", "--disable-software-rasterizer")
