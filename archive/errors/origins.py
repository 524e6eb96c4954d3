"""What is wrong with the wiring, not with what somebody asked."""


class UnknownOrigin(Exception):
    """No upper package answers for this kind of record: wiring is incomplete."""
