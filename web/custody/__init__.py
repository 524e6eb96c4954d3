"""Handing dossiers over to the office archive, and how long what is kept: offers, answers, records, schedules."""
