"""Writing the log and numbering its leaves."""
