"""What happens to letters, one file for each stretch of their life."""
