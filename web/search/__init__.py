"""Screens of search."""
