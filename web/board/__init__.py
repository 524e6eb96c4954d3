"""The board of leaders: what waits, falls due and is late, by unit and person."""
