"""The way of an outgoing letter: draft, checks, layout, approval, signature, number and seal, dossier.

``flow`` is the chart, ``holders`` says whose turn it is, ``deadlines`` until when, ``starting`` and ``moves`` are
what screens call, ``jobs`` is what machines do.
"""
