"""The measurements of `./office bench`."""
