"""The registers: reading, printing, taking away, and the numbers a clerk reserves or voids."""
