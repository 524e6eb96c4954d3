"""What developers run by hand: vendoring of assets, and the catalogue."""
