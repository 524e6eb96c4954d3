"""Work that is done later, and done for certain.

Owns the job row (written in the transaction of the act that needs it), its lease, its retries and the worker
loop. It knows no other package: what a job does is a handler that ``config/wiring.py`` joins by its kind.
"""
