"""Changing the office: names, people, posts, powers, days."""
