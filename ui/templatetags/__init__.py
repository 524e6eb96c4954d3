"""The tags of the house, one library: ``office``."""
