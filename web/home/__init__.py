"""The first page and the health address."""
