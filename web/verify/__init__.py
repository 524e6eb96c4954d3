"""Screens of verify."""
