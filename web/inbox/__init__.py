"""What waits for one person, and why."""
