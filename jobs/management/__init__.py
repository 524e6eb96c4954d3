"""Commands of durable work."""
