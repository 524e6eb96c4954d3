"""Dossiers: the year's file plan, the dossiers opened from it, and what lies in them."""
