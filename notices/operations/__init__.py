"""Telling people, and noting that they saw it."""
