"""Planning, opening, filing, closing and giving sight of dossiers."""
