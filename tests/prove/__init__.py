"""What only `./office prove` runs."""
