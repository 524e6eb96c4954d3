"""What an administrator runs once."""
