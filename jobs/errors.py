"""What can go wrong with a job, besides the work itself."""


class LeaseLost(Exception):
    """Another worker took the job over; whatever this one did must not be recorded."""


class RetryLater(Exception):
    """The outside is not ready (a dead service, say): try again after ``seconds``, without counting a failure."""

    def __init__(self, *, seconds: int, reason: str) -> None:
        super().__init__(reason)
        self.seconds = seconds
        self.reason = reason


class UnknownKind(Exception):
    """No handler is wired for a job's kind."""
