"""One box that finds letters and dossiers."""
