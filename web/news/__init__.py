"""What one person was told, and has seen or not."""
