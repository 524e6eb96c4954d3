"""The way of an incoming letter: proposal, direction, work in units, confirmation, dossier.

``flow`` is the chart, ``openings`` says from the ledger who is asked for what until when, ``door`` is the one way
through, ``moves`` and ``starting`` are what screens call, ``ladder`` is who is reminded when.
"""
