"""Who is asked next, and until when: the procedures of the office, driven by viewflow's engine.

Nothing legal is kept here. Numbers, statuses, signatures and deadlines of law live in the modules below; every
row of this package and of viewflow can be dropped and rebuilt from them (design D7). One door moves a letter on:
``acting``, with ``interrupting`` for who may stop a letter held by another, and ``completing`` for finished work.
"""
