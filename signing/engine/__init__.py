"""The writer of signatures: the only place, beside the judge, that speaks pyHanko."""
