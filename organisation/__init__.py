"""The office itself: organisations, units, people and the posts they hold.

Owns names, symbols, superiors and seals as they were on each day, duties, delegations, signing mandates and the
working calendar. Who acts, for whom and by what right is answered here and nowhere else.
"""
