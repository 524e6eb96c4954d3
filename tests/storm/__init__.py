"""Many processes at the same rows, and kill -9 at any moment. Sizes: tests/sizes.py, full only in prove."""
