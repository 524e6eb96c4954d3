"""The supervisor of one office on one machine: what `./office` runs once Python is there.

It owns the folder `var` (cluster, secret key, logs, stamps, lock), prepares what a start needs, and keeps the
office's processes running until it is told to stop. It imports no Django, so that a start costs no second.
"""
