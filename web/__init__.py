"""The screens of the house, one folder per area.

A screen reads through queries that know who is looking, calls at most one operation, and answers with a page.
It owns no rows and no rules: what may be done is asked of policies, what happens stands in operations.
"""
