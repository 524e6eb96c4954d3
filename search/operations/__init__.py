"""Writing projections (in the caller's transaction) and keeping this host's index up to date."""
